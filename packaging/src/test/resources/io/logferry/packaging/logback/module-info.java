module shop {
    requires ch.qos.logback.classic;
    requires io.logferry.logback;
    requires org.slf4j;
}
