package io.mainstay.messaging;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Makes at-least-once delivery take effect once: a message is noted in the transaction of its effect.
@Service
public class Inbox {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    Inbox(JdbcClient jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /// Runs `effect` unless it was run for this message before, in one transaction: the caller's if there is one. A
    /// concurrent duplicate waits for the first and then does nothing, or runs if the first failed. Duplicates are
    /// recognised for 30 days (`mainstay.messaging.inbox-retention`).
    ///
    /// @param consumer who takes the effect, e.g. the queue's name; 1 to 100 characters
    /// @param messageId [Incoming#id()]; 1 to 200 characters
    /// @param effect only what commits with the transaction; what it throws undoes the note as well
    /// @return false if the message had taken effect already
    public boolean once(String consumer, String messageId, Runnable effect) {
        return Boolean.TRUE.equals(transaction.execute(_ -> {
            var inserted = jdbc.sql("""
                    insert into messaging.inbox (consumer, message_id) values (:consumer, :messageId)
                    on conflict do nothing
                    """).param("consumer", consumer).param("messageId", messageId).update();
            if (inserted == 0) {
                return false;
            }
            effect.run();
            return true;
        }));
    }
}
