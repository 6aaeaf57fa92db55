package io.mainstay.auth;

import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Problems;
import io.mainstay.problem.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a person sends to show that they have one of their factors. Secret, and so not in its texts.
public sealed interface FactorProof {

    FactorKind kind();

    /// @param code six digits of the authenticator app
    record Code(String code) implements FactorProof {

        private static final Pattern FORM = Pattern.compile("[0-9]{6}");

        public Code {
            if (!FORM.matcher(code).matches()) {
                throw new IllegalArgumentException("must be six digits");
            }
        }

        @Override
        public FactorKind kind() {
            return FactorKind.TOTP;
        }

        @Override
        public String toString() {
            return "Code[…]";
        }
    }

    /// @param code as it was typed
    record RecoveryCode(String code) implements FactorProof {

        @Override
        public FactorKind kind() {
            return FactorKind.RECOVERY_CODE;
        }

        @Override
        public String toString() {
            return "RecoveryCode[…]";
        }
    }

    record Passkey(PasskeyAssertion assertion) implements FactorProof {

        @Override
        public FactorKind kind() {
            return FactorKind.PASSKEY;
        }
    }

    /// The one of them that was sent.
    ///
    /// @throws Refusal `validation-failed` unless it's exactly one
    static FactorProof of(@Nullable String code, @Nullable String recoveryCode, @Nullable PasskeyAssertion passkey) {
        var proofs = Stream.of(code == null ? null : new Code(code),
                recoveryCode == null ? null : new RecoveryCode(recoveryCode),
                passkey == null ? null : new Passkey(passkey)).filter(Objects::nonNull).toList();
        if (proofs.size() != 1) {
            throw notExactlyOne();
        }
        return proofs.getFirst();
    }

    static Refusal notExactlyOne() {
        return new Refusal(HttpProblems.VALIDATION_FAILED, "Send exactly one proof.",
                Map.of("errors", List.of(new Problems.Violation("", "must have exactly one proof"))));
    }
}
