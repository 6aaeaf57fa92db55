package io.mainstay.ledger;

import io.mainstay.ledger.TransferStore.Numbered;
import io.mainstay.money.Money;
import io.mainstay.problem.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Transfers of two phases. A hold is counted against the floor at once and moves nothing; it is resolved once, by posting
/// up to what it holds, which releases the rest, by voiding it, or by its expiry. Each step is a transfer of its own, and
/// one round trip. After the model of TigerBeetle's two-phase transfers.
///
/// Whether a hold is overdue is decided by PostgreSQL's clock alone.
@Service
public class Holds {

    private final Ledger ledger;
    private final TransferStore transfers;

    Holds(Ledger ledger, TransferStore transfers) {
        this.ledger = ledger;
        this.transfers = transfers;
    }

    /// @param transfer at most 50 entries
    /// @param expiresAt until when it can be posted; a timer ends it then
    /// @throws Refusal as [Ledger#post]; `hold-expired` (409) if that is past
    @Transactional(propagation = Propagation.MANDATORY)
    public TransferId hold(Transfer transfer, Instant expiresAt) {
        if (transfer.entries().size() > Transfer.MAX_ENTRIES / 2) {
            throw new IllegalArgumentException("a hold has at most 50 entries");
        }
        ledger.openAccountsOf(List.of(transfer));
        var numbered = Numbered.next(transfer);
        transfers.insert(List.of(numbered), expiresAt);
        return numbered.id();
    }

    /// Posts all that is held. The post's reference is `post:` and the hold's id.
    ///
    /// @throws Refusal `hold-resolved`, `hold-expired`, `not-a-hold` (409), `not-found`
    @Transactional(propagation = Propagation.MANDATORY)
    public TransferId post(TransferId hold) {
        return resolve(hold, "post", null, null, Map.of());
    }

    /// Posts a part of a hold of two entries, and releases the rest.
    ///
    /// @param amount more than zero, in the hold's currency
    /// @throws Refusal as [#post(TransferId)]; `hold-exceeded`, `part-unclear`, `wrong-currency` (422)
    @Transactional(propagation = Propagation.MANDATORY)
    public TransferId post(TransferId hold, Money amount) {
        if (!amount.isPositive()) {
            throw new IllegalArgumentException("a part is more than zero");
        }
        return resolve(hold, "post", amount, null, Map.of());
    }

    /// Posts a part of any hold, and releases the rest: per account and side no more than is held.
    ///
    /// @param part says what is posted, and is what the post is called
    /// @throws Refusal as [#post(TransferId)]; `hold-exceeded` (422), `reference-used` (409)
    @Transactional(propagation = Propagation.MANDATORY)
    public TransferId post(TransferId hold, Transfer part) {
        return resolve(hold, "post", null, part, Map.of());
    }

    /// Releases all that is held and posts nothing. The release's reference is `void:` and the hold's id.
    ///
    /// @throws Refusal `hold-resolved`, `not-a-hold` (409), `not-found`
    @Transactional(propagation = Propagation.MANDATORY)
    public TransferId release(TransferId hold) {
        return resolve(hold, "void", null, null, Map.of());
    }

    TransferId resolve(TransferId hold, String how, @Nullable Money part, @Nullable Transfer split,
            Map<String, String> metadata) {
        var id = TransferId.next();
        transfers.resolve(id, hold, how, part, split, metadata);
        return id;
    }
}
