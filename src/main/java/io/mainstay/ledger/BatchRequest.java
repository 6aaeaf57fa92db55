package io.mainstay.ledger;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/// Several transfers at once.
///
/// @param mode `atomic`: all of them or none; `perItem`: each for itself, in their order
/// @param transfers 1 to 100, none of them a hold
@Schema(name = "LedgerBatchRequest")
record BatchRequest(@NotNull Mode mode,
        @NotNull @Size(min = 1, max = 100) List<@NotNull @Valid TransferRequest> transfers) {

    enum Mode {
        atomic, perItem
    }
}
