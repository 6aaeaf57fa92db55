package io.mainstay.sandbox;

/// The provider's settlement report: what is paid out to the shop's bank, with what it costs: 1.4 % and 25 minor units of
/// each capture.
final class Settlement {

    static final String HEADER = "id,type,operation,amount,fee,currency,at\n";
    private static final long PER_MILLE = 14;
    private static final long FIXED = 25;

    private Settlement() {}

    static String line(Operation operation) {
        var refund = operation.is(Kind.refund);
        var amount = operation.request().amount();
        var fee = refund ? 0 : Math.min(amount, amount / 1000 * PER_MILLE + amount % 1000 * PER_MILLE / 1000 + FIXED);
        return "bt_" + operation.operation() + "," + (refund ? "refund" : "capture") + "," + operation.operation() + ","
                + amount + "," + fee + "," + operation.request().currency() + "," + operation.at() + "\n";
    }
}
