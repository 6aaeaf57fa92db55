package io.mainstay.ledger;

import io.mainstay.authorization.Permission;
import io.mainstay.authorization.RequiresPermission;
import io.mainstay.money.Money;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Pattern;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `/v1/ledger`: read what was posted.
@RestController
@RequestMapping("/v1/ledger/transfers")
@Tag(name = "Ledger")
class LedgerController {

    private static final String SELECT = """
            select t.id, t.reference, t.description, t.posted_at, a.code, e.currency, e.amount
            from ledger.transfer t
            join ledger.entry e on e.transfer_id = t.id join ledger.account a on a.id = e.account_id
            """;

    private final JdbcClient jdbc;

    LedgerController(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The transfer that records a business fact, e.g. `capture:operation_01h455vb4pex5vsknk084sn02q`.
    @GetMapping(params = "reference")
    @Operation(summary = "Find the transfer that records a business fact")
    @RequiresPermission(Permission.LEDGER_READ)
    TransferResponse byReference(@RequestParam @Pattern(regexp = "[\\x21-\\x7e]{1,200}") String reference) {
        return one(jdbc.sql(SELECT + " where t.reference = :reference order by e.position").param("reference",
                reference));
    }

    @GetMapping("/{id}")
    @Operation(summary = "Read a transfer with its entries")
    @RequiresPermission(Permission.LEDGER_READ)
    TransferResponse byId(@PathVariable TransferId id) {
        return one(jdbc.sql(SELECT + " where t.id = :id order by e.position").param("id", id.value()));
    }

    private static TransferResponse one(JdbcClient.StatementSpec select) {
        return select.query(LedgerController::assemble).stream().findFirst()
                .orElseThrow(() -> new Refusal(HttpProblems.NOT_FOUND, "There is no such transfer."));
    }

    private static List<TransferResponse> assemble(ResultSet rows) throws SQLException {
        var entries = new ArrayList<TransferResponse.Entry>();
        var found = new ArrayList<TransferResponse>();
        while (rows.next()) {
            var amount = rows.getLong("amount");
            entries.add(new TransferResponse.Entry(rows.getString("code"), amount > 0 ? "debit" : "credit",
                    Money.of(Math.abs(amount), rows.getString("currency"))));
            if (found.isEmpty()) {
                found.add(new TransferResponse(new TransferId(rows.getObject("id", UUID.class)),
                        rows.getString("reference"), rows.getString("description"),
                        rows.getObject("posted_at", OffsetDateTime.class).toInstant(), entries));
            }
        }
        return found;
    }
}
