package io.mainstay.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.mainstay.ApiClient;
import io.mainstay.IntegrationTest;
import io.mainstay.MailBox;
import io.mainstay.Owner;
import io.mainstay.auth.ExternalLogIn;
import io.mainstay.auth.TokenSigning;
import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.oauth.OAuthWorld;
import io.mainstay.problem.ProblemType;
import io.mainstay.problem.Refusal;
import jakarta.servlet.http.Cookie;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.transaction.support.TransactionTemplate;

/// Signing in with other providers: with this very server as one, and with one that says whatever a test wants.
@IntegrationTest
class SignInIT {

    private static final Origin ORIGIN = new Origin("127.0.0.1", "test");
    private static final String CLIENT = "mainstay-at-theirs";

    @Autowired
    ApiClient api;
    @Autowired
    Environment environment;
    @Autowired
    Identities identities;
    @Autowired
    ExternalLogIn accounts;
    @Autowired
    IdentityNews news;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    TokenSigning tokens;
    @Autowired
    Owner tables;

    private final PretendedProvider theirs = new PretendedProvider();
    private SignInController controller;
    private SignIn signIn;

    @BeforeEach
    void configure() {
        configure(new SignInSettings.Provider(theirs.issuer(), CLIENT, "secret", true, null));
    }

    @AfterEach
    void close() {
        theirs.close();
    }

    @Test
    void isDoneWithThisVeryServer() {
        var world = new OAuthWorld(api, environment);
        var app = world.register(true, List.of("authorization_code"), OAuthWorld.ISSUER + "/sign-in/theirs/callback",
                new String[]{"openid", "email", "profile"});
        configure(new SignInSettings.Provider(OAuthWorld.ISSUER, app.id(), Objects.requireNonNull(app.secret()), true,
                "http://localhost:" + environment.getProperty("local.server.port")));
        var there = world.browser();
        var here = api.signedUp();

        // not linked: their address has an account here, which isn't touched
        assertRefused(SignInProblems.NOT_LINKED, () -> throughThisServer(world, there, null));
        // linked by who is logged in
        assertThat(throughThisServer(world, there, here.id())).isEqualTo(here.id());
        assertThat(throughThisServer(world, there, null)).isEqualTo(here.id());
        assertThat(identities.of(here.id())).hasSize(1);
        // and its owner is told
        assertThat(new MailBox(environment, here.email()).await("sign-in was changed", 1).getFirst().text())
                .contains("identity was linked to your account");
        // and to nobody else
        assertRefused(SignInProblems.LINKED_ELSEWHERE, () -> throughThisServer(world, there, api.signedUp().id()));
    }

    @Test
    void opensAnAccountForAConfirmedAddress() {
        var email = ApiClient.newEmail();
        var first = complete(claims -> claims.claim("email", email));

        assertThat(tables.jdbc().sql("select email from auth.account where id = :id and email_verified_at is not null")
                .param("id", first.value()).query(String.class).single()).isEqualTo(email);
        // who it is says the subject; the address may change
        theirs.answers("");
        assertThat(complete(claims -> claims.subject(subjectOf(first)).claim("email", ApiClient.newEmail())))
                .isEqualTo(first);
    }

    @Test
    void neverTakesOverWhatSomebodyHas() {
        var person = api.signedUp();
        assertRefused(SignInProblems.NOT_LINKED, () -> complete(claims -> claims.claim("email", person.email())));
        assertRefused(SignInProblems.NOT_LINKED,
                () -> complete(claims -> claims.claim("email", person.email().toUpperCase(java.util.Locale.ROOT))));
        assertThat(identities.of(person.id())).isEmpty();
    }

    @Test
    void takesAnAddressAwayFromWhoNeverConfirmedIt() {
        var email = ApiClient.newEmail();
        api.register(email, "the password of a stranger 1", "Stranger").expectStatus().isAccepted();

        var account = complete(claims -> claims.claim("email", email));

        assertThat(account).isNotNull();
        api.post("/v1/sessions", Map.of("email", email, "password", "the password of a stranger 1")).expectStatus()
                .isUnauthorized();
    }

    @Test
    void believesNoAddressThatIsNotConfirmedByWhomItTrusts() {
        assertRefused(SignInProblems.NOT_LINKED, () -> complete(claims -> claims.claim("email_verified", false)));
        assertRefused(SignInProblems.NOT_LINKED, () -> complete(claims -> claims.claim("email_verified", null)));
        assertRefused(SignInProblems.NOT_LINKED, () -> complete(claims -> claims.claim("email", null)));
        assertRefused(SignInProblems.REFUSED, () -> complete(claims -> claims.claim("email", "no address")));
        configure(new SignInSettings.Provider(theirs.issuer(), CLIENT, "secret", false, null));
        assertRefused(SignInProblems.NOT_LINKED, () -> complete(_ -> {
        }));
    }

    @Test
    void believesNoTokenThatIsNotForThisAttempt() throws JOSEException {
        var wrong = new LinkedHashMap<String, Consumer<JWTClaimsSet.Builder>>();
        wrong.put("another nonce", claims -> claims.claim("nonce", "other"));
        wrong.put("no nonce", claims -> claims.claim("nonce", null));
        wrong.put("another audience", claims -> claims.audience("other"));
        wrong.put("one of several", claims -> claims.audience(List.of(CLIENT, "other")));
        wrong.put("another issuer", claims -> claims.issuer("https://evil.example"));
        wrong.put("expired", claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(120))));
        wrong.put("without end", claims -> claims.expirationTime(null));
        wrong.put("of the future", claims -> claims.issueTime(Date.from(Instant.now().plusSeconds(120))));
        wrong.put("no subject", claims -> claims.subject(null));
        wrong.put("a NUL", claims -> claims.subject("a\0b"));
        wrong.put("endless subject", claims -> claims.subject("x".repeat(256)));
        wrong.forEach((what, change) -> assertRefused(SignInProblems.REFUSED, () -> complete(change)));

        var begun = signIn.begin("theirs", null, null);
        var claims = good(begun.attempt()).build();
        var forged = new ECKeyGenerator(Curve.P_256).keyID(theirs.key().getKeyID()).generate();
        for (var token : List.of(PretendedProvider.signed(forged, claims, JOSEObjectType.JWT),
                new PlainJWT(claims).serialize(), "", "x", "a.b.c",
                PretendedProvider.signed(theirs.key(), claims, new JOSEObjectType("at+jwt")))) {
            theirs.answers(token);
            assertRefused(SignInProblems.REFUSED, () -> complete(begun.attempt(), begun.attempt().state(),
                    theirs.issuer(), null));
        }
        for (var text : List.of("", "not json", "[]", "{\"error\":\"invalid_grant\"}", "x".repeat(300_000))) {
            theirs.answersText(text);
            assertRefused(SignInProblems.REFUSED, () -> complete(begun.attempt(), begun.attempt().state(),
                    theirs.issuer(), null));
        }
    }

    @Test
    void takesAnAnswerOnlyFromTheOneThatWasAskedInTheBrowserThatAsked() {
        var begun = signIn.begin("theirs", null, null);
        theirs.answers(PretendedProvider.signed(theirs.key(), good(begun.attempt()).build(), JOSEObjectType.JWT));
        var state = begun.attempt().state();
        assertRefused(SignInProblems.REFUSED, () -> complete(begun.attempt(), "other", theirs.issuer(), null));
        assertRefused(SignInProblems.REFUSED, () -> complete(begun.attempt(), null, theirs.issuer(), null));
        assertRefused(SignInProblems.REFUSED, () -> complete(begun.attempt(), state, "https://evil.example", null));
        assertRefused(SignInProblems.REFUSED, () -> complete(begun.attempt(), state, null, null));
        // whose identity is linked is the one who is logged in, and began it
        var person = api.signedUp();
        var linking = signIn.begin("theirs", person.id(), null);
        theirs.answers(PretendedProvider.signed(theirs.key(), good(linking.attempt()).build(), JOSEObjectType.JWT));
        for (var caller : new AccountId[]{null, api.signedUp().id()}) {
            assertRefused(SignInProblems.REFUSED, () -> complete(linking.attempt(), linking.attempt().state(),
                    theirs.issuer(), caller));
        }
        assertThat(identities.of(person.id())).isEmpty();

        theirs.answers(PretendedProvider.signed(theirs.key(), good(begun.attempt()).build(), JOSEObjectType.JWT));
        assertThat(complete(begun.attempt(), state, theirs.issuer(), null)).isNotNull();
    }

    @Test
    void needsMetadataOfTheIssuerItself() {
        theirs.callsItself("https://evil.example");
        assertThatThrownBy(() -> signIn.begin("theirs", null, null)).isInstanceOf(Refusal.class)
                .extracting(refusal -> ((Refusal) refusal).type().code()).isEqualTo("unavailable");
        assertThatThrownBy(() -> signIn.begin("nobody", null, null)).isInstanceOf(Refusal.class)
                .extracting(refusal -> ((Refusal) refusal).type().code()).isEqualTo("not-found");
        theirs.close();
        configure();
        assertThatThrownBy(() -> signIn.begin("theirs", null, null)).isInstanceOf(Refusal.class);
    }

    @Test
    void keepsTheAttemptInTheBrowserAndLeadsBackHereAlone() {
        var begun = controller.begin("theirs", "/device?user_code=A");
        var cookie = Objects.requireNonNull(begun.getHeaders().getFirst("Set-Cookie"));
        assertThat(cookie).startsWith("__Host-mainstay-sign-in=").contains("HttpOnly", "Secure", "SameSite=Lax",
                "Path=/", "Max-Age=600");
        assertThat(Objects.requireNonNull(begun.getHeaders().getLocation()).toString()).contains(
                "code_challenge_method=S256", "nonce=", "state=", "response_type=code", "client_id=" + CLIENT,
                "scope=openid%20email%20profile");
        var value = cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
        var attempt = Attempt.parse(value).orElseThrow();
        assertThat(attempt.next()).isEqualTo("/device?user_code=A");
        for (var next : List.of("https://evil.example", "//evil.example", "/\\evil.example", "/v1/orders",
                "/device\r\nx", "/devices", "javascript:alert(1)")) {
            assertThat(Attempt.begin("theirs", null, next).next()).as(next).isEqualTo("/log-in");
        }

        theirs.answers(PretendedProvider.signed(theirs.key(), good(attempt).build(), JOSEObjectType.JWT));
        var request = new MockHttpServletRequest("GET", "/sign-in/theirs/callback");
        request.setCookies(new Cookie(SignInController.COOKIE, value));
        var response = new MockHttpServletResponse();
        var back = controller.callback("theirs", attempt.state(), "code", theirs.issuer(), request, response);
        assertThat(back.getHeaders().getLocation()).hasToString("/device?user_code=A");
        assertThat(response.getHeaders("Set-Cookie")).anyMatch(one -> one.startsWith("__Host-mainstay-session=ey"))
                .anyMatch(one -> one.startsWith("__Host-mainstay-sign-in=;"));

        var nothing = controller.callback("theirs", attempt.state(), "code", theirs.issuer(),
                new MockHttpServletRequest(), new MockHttpServletResponse());
        assertThat(nothing.getHeaders().getLocation()).hasToString("/log-in?problem=sign-in-refused");
        for (var broken : List.of("", "a.b", "......", "theirs.s.n.v.x.!", "theirs.s.n.v.nobody.eA")) {
            assertThat(Attempt.parse(broken)).as(broken).isEmpty();
        }
    }

    @Test
    void asksForTheSecondFactorOfAnAccountThatHasOne() {
        var account = complete(claims -> claims.claim("email", ApiClient.newEmail()));
        tables.jdbc().sql("insert into factors.holder (account_id) values (:id)").param("id", account.value()).update();
        tables.jdbc().sql("""
                insert into factors.totp (account_id, secret, active_at, last_step)
                values (:id, decode(repeat('00', 48), 'hex'), now(), 0)""").param("id", account.value()).update();

        var begun = controller.begin("theirs", "/device?user_code=A");
        var cookie = Objects.requireNonNull(begun.getHeaders().getFirst("Set-Cookie"));
        var value = cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
        var attempt = Attempt.parse(value).orElseThrow();
        theirs.answers(PretendedProvider.signed(theirs.key(), good(attempt).subject(subjectOf(account)).build(),
                JOSEObjectType.JWT));
        var request = new MockHttpServletRequest("GET", "/sign-in/theirs/callback");
        request.setCookies(new Cookie(SignInController.COOKIE, value));
        var response = new MockHttpServletResponse();
        var back = controller.callback("theirs", attempt.state(), "code", theirs.issuer(), request, response);

        assertThat(String.valueOf(back.getHeaders().getLocation()))
                .startsWith("/log-in?continue=%2Fdevice%3Fuser_code%3DA#challenge=");
        assertThat(response.getHeaders("Set-Cookie")).noneMatch(one -> one.startsWith("__Host-mainstay-session="));
    }

    private void configure(SignInSettings.Provider provider) {
        var settings = new SignInSettings(Map.of("theirs", provider), Duration.ofMinutes(10), Duration.ofSeconds(2),
                Duration.ofSeconds(5), 20);
        var providers = new Providers(settings, new ProviderCalls(settings), tokens, Clock.systemUTC());
        signIn = new SignIn(providers, identities, accounts, news, transaction);
        controller = new SignInController(signIn, identities, accounts, providers, settings);
    }

    private AccountId throughThisServer(OAuthWorld world, OAuthWorld.Browser browser, @Nullable AccountId link) {
        var begun = signIn.begin("theirs", link, null);
        assertThat(begun.location()).startsWith(OAuthWorld.ISSUER + "/oauth2/authorize?");
        var answer = world.get(begun.location().substring(OAuthWorld.ISSUER.length()), OAuthWorld.with(browser))
                .expect(302);
        if (String.valueOf(answer.location()).startsWith("/authorize-application?")) {
            answer = world.consent(browser, answer.sentWith(), Map.of()).expect(200);
        }
        var sent = answer.sentWith();
        return signIn.complete(begun.attempt(), new SignIn.Answer(sent.get("state"), sent.get("code"), sent.get("iss")),
                link, ORIGIN);
    }

    private AccountId complete(Consumer<JWTClaimsSet.Builder> change) {
        var begun = signIn.begin("theirs", null, null);
        var claims = good(begun.attempt());
        change.accept(claims);
        theirs.answers(PretendedProvider.signed(theirs.key(), claims.build(), JOSEObjectType.JWT));
        return complete(begun.attempt(), begun.attempt().state(), theirs.issuer(), null);
    }

    private AccountId complete(Attempt attempt, @Nullable String state, @Nullable String issuer,
            @Nullable AccountId caller) {
        return signIn.complete(attempt, new SignIn.Answer(state, "code", issuer), caller, ORIGIN);
    }

    private JWTClaimsSet.Builder good(Attempt attempt) {
        return new JWTClaimsSet.Builder().issuer(theirs.issuer()).audience(CLIENT)
                .subject(UUID.randomUUID().toString()).claim("nonce", attempt.nonce())
                .claim("email", ApiClient.newEmail()).claim("email_verified", true).claim("name", "Grace Hopper")
                .issueTime(new Date()).expirationTime(Date.from(Instant.now().plusSeconds(300)));
    }

    private String subjectOf(AccountId account) {
        return tables.jdbc().sql("select subject from signin.identity where account_id = :account")
                .param("account", account.value()).query(String.class).single();
    }

    private static void assertRefused(ProblemType type, Runnable attempt) {
        assertThatThrownBy(attempt::run).isInstanceOf(Refusal.class)
                .satisfies(refusal -> assertThat(((Refusal) refusal).type()).isEqualTo(type));
    }
}
