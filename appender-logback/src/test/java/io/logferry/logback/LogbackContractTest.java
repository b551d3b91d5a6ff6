package io.logferry.logback;

import io.logferry.contract.AppenderContract;

/** What both adapters promise. */
final class LogbackContractTest extends AppenderContract {
    LogbackContractTest() {
        super(LogbackHost::new);
    }
}
