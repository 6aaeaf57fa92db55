package io.mainstay.factors;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.CollectedClientDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import io.mainstay.auth.Base64Url;
import io.mainstay.auth.PasskeyAssertion;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Looks at what authenticators send: signature, challenge, origin, relying party, the person's presence and
/// verification, the counter. Who made the authenticator isn't asked (attestation `none`). Asks no database.
/// Source: WebAuthn Level 3, 7.1 and 7.2.
@Component
class PasskeyVerification {

    private static final Logger LOG = LoggerFactory.getLogger(PasskeyVerification.class);

    /// Best first.
    static final List<COSEAlgorithmIdentifier> ALGORITHMS = List.of(COSEAlgorithmIdentifier.ES256,
            COSEAlgorithmIdentifier.EdDSA, COSEAlgorithmIdentifier.RS256);

    private static final boolean VERIFIED = true;
    private static final boolean PRESENT = true;

    private final RelyingParty party;
    private final ObjectConverter converter = new ObjectConverter();
    private final WebAuthnManager webAuthn = WebAuthnManager.createNonStrictWebAuthnManager(converter);
    private final AttestedCredentialDataConverter credentials = new AttestedCredentialDataConverter(converter);
    private final CollectedClientDataConverter clientData = new CollectedClientDataConverter(converter);

    PasskeyVerification(RelyingParty party) {
        this.party = party;
    }

    /// The challenge that the browser says it was given; nothing is verified yet. Empty if it can't be read.
    Optional<Base64Url> challengeOf(Base64Url clientDataJson) {
        try {
            return Optional.ofNullable(clientData.convert(clientDataJson.bytes()))
                    .map(data -> Base64Url.of(data.getChallenge().getValue()));
        } catch (RuntimeException unreadable) {
            note(unreadable);
            return Optional.empty();
        }
    }

    /// Empty if anything about it isn't as it must be.
    Optional<NewCredential> verify(PasskeyRegistration registration, Base64Url challenge) {
        var parameters = ALGORITHMS.stream()
                .map(algorithm -> new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm))
                .toList();
        try {
            var response = registration.response();
            var verified = webAuthn.verify(
                    new RegistrationRequest(response.attestationObject().bytes(), response.clientDataJSON().bytes()),
                    new RegistrationParameters(server(challenge), parameters, VERIFIED, PRESENT));
            var data = Objects.requireNonNull(verified.getAttestationObject()).getAuthenticatorData();
            var credential = Objects.requireNonNull(data.getAttestedCredentialData());
            return Optional.of(new NewCredential(Base64Url.of(credential.getCredentialId()),
                    Base64Url.of(credentials.convert(credential)), data.getSignCount(), data.isFlagBE(),
                    data.isFlagBS()));
        } catch (RuntimeException refusal) {
            note(refusal);
            return Optional.empty();
        }
    }

    Verdict verify(PasskeyAssertion assertion, Passkey passkey, Base64Url challenge) {
        var response = assertion.response();
        var handle = response.userHandle();
        if (handle != null && !Arrays.equals(handle.bytes(), UserHandle.of(passkey.account()).bytes())) {
            return new Verdict.Bad();
        }
        try {
            var verified = webAuthn.verify(
                    new AuthenticationRequest(assertion.rawId().bytes(), handle == null ? null : handle.bytes(),
                            response.authenticatorData().bytes(), response.clientDataJSON().bytes(),
                            response.signature().bytes()),
                    new AuthenticationParameters(server(challenge), recorded(passkey),
                            List.of(assertion.rawId().bytes()), VERIFIED, PRESENT));
            var data = Objects.requireNonNull(verified.getAuthenticatorData());
            return new Verdict.Good(data.getSignCount(), data.isFlagBS());
        } catch (MaliciousCounterValueException _) {
            return new Verdict.CounterWentBack();
        } catch (RuntimeException refusal) {
            note(refusal);
            return new Verdict.Bad();
        }
    }

    private ServerProperty server(Base64Url challenge) {
        return ServerProperty.builder().origins(party.origins()).rpId(party.id())
                .challenge(new DefaultChallenge(challenge.bytes())).build();
    }

    private CredentialRecordImpl recorded(Passkey passkey) {
        return new CredentialRecordImpl(new NoneAttestationStatement(), true, passkey.backupEligible(),
                passkey.backedUp(), passkey.signCount(), credentials.convert(passkey.credential().bytes()), null, null,
                null, null);
    }

    /// Strangers send these bytes: whatever the library makes of them, it's a refusal. The message may quote them.
    private static void note(RuntimeException refusal) {
        LOG.debug("A passkey's answer was refused: {}", refusal.getClass().getSimpleName());
    }
}
