package io.mainstay.messaging;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/// Deletes notes of messages that nobody delivers any more. Several workers may do so at once.
@Worker
class InboxCleanup {

    private static final Logger LOG = LoggerFactory.getLogger(InboxCleanup.class);
    /// A run ends after so many batches; the next one goes on.
    private static final int MAX_BATCHES = 1000;

    private final JdbcClient jdbc;
    private final MessagingSettings settings;

    InboxCleanup(JdbcClient jdbc, MessagingSettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    @Scheduled(initialDelayString = "PT5M", fixedDelayString = "PT1H")
    void run() {
        var total = 0;
        for (var batch = 0; batch < MAX_BATCHES; batch++) {
            var deleted = deleteBatch();
            total += deleted;
            if (deleted < settings.cleanupBatch()) {
                break;
            }
        }
        LOG.debug("Deleted {} old rows of the inbox", total);
    }

    private int deleteBatch() {
        return jdbc.sql("""
                delete from messaging.inbox where ctid = any(array(
                    select ctid from messaging.inbox
                    where received_at < clock_timestamp() - make_interval(secs => :retentionSeconds)
                    order by received_at limit :batch))
                """).param("retentionSeconds", (double) settings.inboxRetention().toSeconds())
                .param("batch", settings.cleanupBatch()).update();
    }
}
