package io.logferry.boot;

import io.logferry.micrometer.LogferryMetrics;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Gives {@link LogferryMetrics} as a bean, where Micrometer is there and the application has none itself. Immutable. */
@AutoConfiguration
@ConditionalOnClass(MeterBinder.class)
public final class LogferryMetricsAutoConfiguration {
    /** The metrics of all appenders of this application; closed with the application's context. */
    @Bean
    @ConditionalOnMissingBean
    public LogferryMetrics logferryMetrics() {
        return new LogferryMetrics();
    }
}
