package io.mainstay.cardnumbers;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/// Has every appender that writes text mask card numbers in whole lines, whatever their form and wherever the digits come
/// from: messages, arguments, stack traces, the logging context. Begins as soon as the log is set up.
final class MaskCardNumbers implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER + 1;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            for (var logger : context.getLoggerList()) {
                logger.iteratorForAppenders().forEachRemaining(appender -> {
                    if (appender instanceof OutputStreamAppender<ILoggingEvent> writer) {
                        mask(writer);
                    }
                });
            }
        }
    }

    static void mask(OutputStreamAppender<ILoggingEvent> appender) {
        var encoder = appender.getEncoder();
        if (!(encoder instanceof Masked)) {
            appender.setEncoder(new Masked(encoder));
        }
    }

    private static final class Masked extends EncoderBase<ILoggingEvent> {

        private final Encoder<ILoggingEvent> encoder;

        Masked(Encoder<ILoggingEvent> encoder) {
            this.encoder = encoder;
            setContext(encoder.getContext());
        }

        @Override
        public byte[] headerBytes() {
            return encoder.headerBytes();
        }

        @Override
        public byte[] encode(ILoggingEvent event) {
            var line = encoder.encode(event);
            var text = new String(line, StandardCharsets.UTF_8);
            var masked = CardNumbers.masked(text);
            return masked.equals(text) ? line : masked.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] footerBytes() {
            return encoder.footerBytes();
        }

        @Override
        public void start() {
            encoder.start();
            super.start();
        }

        @Override
        public void stop() {
            encoder.stop();
            super.stop();
        }

        @Override
        public boolean isStarted() {
            return encoder.isStarted();
        }
    }
}
