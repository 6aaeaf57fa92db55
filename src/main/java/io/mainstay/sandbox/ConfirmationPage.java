package io.mainstay.sandbox;

/// What a customer's bank would show: two buttons. The returned text has no part that a client wrote.
final class ConfirmationPage {

    private ConfirmationPage() {}

    static String of(Operation authorization) {
        if (authorization.status() != Status.actionRequired) {
            return page("<p>There is nothing to confirm any more.</p>");
        }
        var amount = authorization.request().amount() + " minor units of "
                + authorization.request().currency().replaceAll("[^A-Z]", "");
        return page("""
                <p>Do you want to pay %s?</p>
                <form method="post">
                <button name="answer" value="confirm">Confirm</button>
                <button name="answer" value="deny">Deny</button>
                </form>""".formatted(amount));
    }

    private static String page(String body) {
        return """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>Sandbox bank</title></head>
                <body><main><h1>Sandbox bank</h1>
                %s
                </main></body></html>
                """.formatted(body);
    }
}
