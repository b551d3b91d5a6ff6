package io.logferry.log4j2;

import io.logferry.contract.AppenderContract;

/** What both adapters promise. */
final class Log4j2ContractTest extends AppenderContract {
    Log4j2ContractTest() {
        super(Log4j2Host::new);
    }
}
