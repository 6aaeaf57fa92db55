import java.io.IOException;
import java.time.Instant;

/// Somebody who can log in.
final class Session {

    final String email;
    final String password;
    private volatile String token = "";
    private volatile Instant renewAt = Instant.MIN;

    Session(String email, String password) {
        this.email = email;
        this.password = password;
    }

    static Session of(String credentials) {
        var colon = credentials.indexOf(':');
        return new Session(credentials.substring(0, colon), credentials.substring(colon + 1));
    }

    void logIn(Api api) throws IOException {
        var answer = api.call("POST", "/v1/sessions", null, null,
                "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password), 201).body();
        token = Api.member(answer, "accessToken");
        renewAt = Instant.now().plusSeconds(Long.parseLong(Api.member(answer, "expiresIn")) / 2);
    }

    /// A new one once half of its time is over.
    String token(Api api) throws IOException {
        if (Instant.now().isAfter(renewAt)) {
            logIn(api);
        }
        return token;
    }

    /// The one there is: no client stops to log in within a round.
    String token() {
        return token;
    }
}
