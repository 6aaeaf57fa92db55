package io.mainstay.ledger;

import io.mainstay.money.Money;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an operator wants to have posted or held.
///
/// @param reference names the business fact: a second transfer with it is refused; it doesn't begin with `post:`, `void:`,
///     `expire:` or `reversal:`
/// @param metadata at most 19 keys and, written as JSON, 3900 bytes; `postedBy` is added
/// @param expiresAt makes it a hold, until then: in the future, and within a year; not in a batch
/// @param entries 2 to 100 that balance per currency, 50 in a hold
@Schema(name = "LedgerTransferRequest", example = """
        {"reference": "correction:2026-11", "description": "Bank fee of November", "entries": [
            {"accountId": "ledgeraccount_01h455vb4pex5vsknk084sn02q", "direction": "debit",
             "amount": {"amount": 250, "currency": "EUR"}},
            {"accountId": "ledgeraccount_01h455vb4pex5vsknk084sn02r", "direction": "credit",
             "amount": {"amount": 250, "currency": "EUR"}}]}""")
record TransferRequest(
        @NotNull @Pattern(regexp = "(?!(post|void|expire|reversal):)[\\x21-\\x7e]{1,200}", message = "must be 1 to 200 printable ASCII characters without spaces, and not begin with post:, void:, expire: or reversal:") String reference,
        @NotNull @Size(max = 200) @Pattern(regexp = "[^\\x00-\\x1f\\x7f]*", message = "must not have control characters") String description,
        @Nullable @Size(max = 19) Map<@Size(min = 1, max = 100) @Pattern(regexp = "[^\\x00]*") String, @NotNull @Size(max = 1000) @Pattern(regexp = "[^\\x00]*", message = "must not have NUL characters") String> metadata,
        @Nullable Instant expiresAt, @NotNull @Size(min = 2, max = 100) List<@NotNull @Valid Entry> entries) {

    /// @param amount more than zero, in the account's currency
    @Schema(name = "LedgerEntryRequest")
    record Entry(@NotNull LedgerAccountId accountId, @NotNull Direction direction, @NotNull Money amount) {}

    enum Direction {
        debit, credit
    }

    Map<String, String> pairs() {
        return metadata == null ? Map.of() : metadata;
    }
}
