package io.mainstay.notifications;

import io.mainstay.messaging.Inbox;
import io.mainstay.messaging.Incoming;
import io.mainstay.messaging.Topology;
import io.mainstay.messaging.Worker;
import io.mainstay.notifications.Mails.Template;
import org.springframework.amqp.rabbit.annotation.RabbitListener;

/// Turns news into mails to send.
@Worker
class NotificationListener {

    private final Inbox inbox;
    private final Mails mails;

    NotificationListener(Inbox inbox, Mails mails) {
        this.inbox = inbox;
        this.mails = mails;
    }

    @RabbitListener(queues = Topology.NOTIFICATIONS)
    void on(Incoming message) {
        switch (message.kind()) {
            case "account.verificationRequested.v1" -> {
                var request = message.as(VerificationRequested.class);
                inbox.once(Topology.NOTIFICATIONS, message.id(),
                        () -> mails.queue(message.id(), request.accountId(), Template.VERIFICATION, request));
            }
            case "account.passwordResetRequested.v1" -> {
                var request = message.as(PasswordResetRequested.class);
                inbox.once(Topology.NOTIFICATIONS, message.id(),
                        () -> mails.queue(message.id(), request.accountId(), Template.PASSWORD_RESET, request));
            }
            case "account.passwordChanged.v1" -> {
                var change = message.as(PasswordChanged.class);
                inbox.once(Topology.NOTIFICATIONS, message.id(),
                        () -> mails.queue(message.id(), change.accountId(), Template.PASSWORD_CHANGED, change));
            }
            case "account.factorsChanged.v1" -> {
                var change = message.as(FactorsChanged.class);
                inbox.once(Topology.NOTIFICATIONS, message.id(),
                        () -> mails.queue(message.id(), change.accountId(), Template.FACTORS_CHANGED, change));
            }
            case "order.confirmed.v1" -> {
                var order = message.as(OrderConfirmed.class);
                inbox.once(Topology.NOTIFICATIONS, message.id(),
                        () -> mails.queue(message.id(), order.accountId(), Template.RECEIPT, order));
            }
            case String _ -> throw message.unknown();
        }
    }
}
