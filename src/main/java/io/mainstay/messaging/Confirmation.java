package io.mainstay.messaging;

/// What the broker answered to one message.
sealed interface Confirmation {

    /// It's safe at every queue that it was routed to.
    record Confirmed() implements Confirmation {}

    /// Nacked, or returned because no queue wanted it. RabbitMQ acknowledges the latter, Qpid doesn't.
    record Refused(String reason) implements Confirmation {}

    /// No answer in time, or the connection broke: it may or may not have arrived.
    record Unknown(String reason) implements Confirmation {}
}
