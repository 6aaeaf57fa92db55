package io.mainstay.demo;

import java.util.stream.Collectors;

/// What a person who has just started Mainstay needs to know.
///
/// @param api the address of the API, without a slash at its end
/// @param management the address of the management port
/// @param database a JDBC URL
record Welcome(String api, String management, String mailCatcher, String database) {

    String text() {
        var logins = DemoLogin.ALL.stream()
                .map(login -> "      %-24s %-28s %s".formatted(login.email(), login.password(),
                        login.administrator() ? "administrator" : "customer"))
                .collect(Collectors.joining("\n"));
        return """

                ────────────────────────────────────────────────────────────────────────────────
                  Mainstay is ready. Ctrl-C ends it and all that it started.

                    API             %1$s/v1/products
                    API reference   %1$s/docs
                    Health          %2$s/actuator/health
                    Mails           %3$s
                    Database        %4$s

                  Demo logins (their passwords are public: never use them with real data)
                %5$s

                  Try
                      curl '%1$s/v1/products?limit=3'
                      curl '%1$s/v1/products?q=lamp'
                ────────────────────────────────────────────────────────────────────────────────
                """.formatted(api, management, mailCatcher, database, logins);
    }
}
