module shop {
    requires io.logferry.log4j2;
    requires org.apache.logging.log4j;
}
