package io.mainstay.providers;

import io.mainstay.messaging.Worker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Tells the handlers what was announced, one announcement in one transaction with its effect. Several workers share the
/// work, each announcement locked by one of them; one that fails is put off, and parked at the end.
@Worker
class LearnFromWebhooks {

    private static final Logger log = LoggerFactory.getLogger(LearnFromWebhooks.class);
    private static final int CLEANUP_BATCH = 1000;
    private static final int CLEANUP_BATCHES = 1000;

    private final WebhookInbox inbox;
    private final PaymentProviders providers;
    private final List<AnnouncementHandler> handlers;
    private final WebhookSettings settings;
    private final TransactionTemplate transaction;
    private final MeterRegistry meters;
    private volatile double parked = Double.NaN;

    LearnFromWebhooks(WebhookInbox inbox, PaymentProviders providers, List<AnnouncementHandler> handlers,
            WebhookSettings settings, PlatformTransactionManager transactions, MeterRegistry meters) {
        this.inbox = inbox;
        this.providers = providers;
        this.handlers = handlers;
        this.settings = settings;
        this.transaction = new TransactionTemplate(transactions);
        this.meters = meters;
        Gauge.builder("mainstay.webhooks.parked", () -> parked)
                .description("Announcements that nobody could learn from, counted up to 1000").register(meters);
    }

    @Scheduled(initialDelayString = "PT1S", fixedDelayString = "PT0.5S")
    void learn() {
        for (var count = 0; count < settings.batch() && learnOne(); count++) {
            // there may be more
        }
    }

    @Scheduled(initialDelayString = "PT5S", fixedDelayString = "PT10S")
    void count() {
        parked = inbox.countParked();
    }

    @Scheduled(initialDelayString = "PT7M", fixedDelayString = "PT1H")
    void forget() {
        for (var batch = 0; batch < CLEANUP_BATCHES && inbox.deleteOld(CLEANUP_BATCH) == CLEANUP_BATCH; batch++) {
            // there may be more
        }
    }

    private boolean learnOne() {
        var taken = new AtomicReference<WebhookInbox.@Nullable Kept>();
        try {
            transaction.executeWithoutResult(_ -> inbox.take().ifPresent(webhook -> {
                taken.set(webhook);
                var announcement = reader(webhook).read(webhook.body());
                if (handlers.stream().noneMatch(handler -> handler.learn(webhook.provider(), announcement))) {
                    log.atDebug().addKeyValue("webhook", webhook.id())
                            .log("Nobody here has to do with an announcement");
                }
                inbox.processed(webhook);
            }));
            if (taken.get() != null) {
                meters.counter("mainstay.webhooks.learned", "result", "done").increment();
            }
        } catch (RuntimeException failed) {
            putOff(taken.get(), failed);
        }
        return taken.get() != null;
    }

    private WebhookReader reader(WebhookInbox.Kept webhook) {
        return providers.webhooksOf(webhook.provider()).orElseThrow(() -> new IllegalStateException(
                "no webhooks of '" + webhook.provider() + "' are configured"));
    }

    private void putOff(WebhookInbox.@Nullable Kept webhook, RuntimeException failed) {
        if (webhook == null) {
            throw failed;
        }
        var isParked = inbox.failed(webhook, failed.getClass().getSimpleName());
        meters.counter("mainstay.webhooks.learned", "result", isParked ? "parked" : "put-off").increment();
        (isParked ? log.atError() : log.atWarn()).setCause(failed).addKeyValue("webhook", webhook.id())
                .addKeyValue("type", webhook.type())
                .log(isParked
                        ? "Nobody could learn from an announcement: a person has to look"
                        : "An announcement could not be learned from; it will be tried again");
    }
}
