package io.mainstay.disputes;

import io.mainstay.authorization.Permission;
import io.mainstay.authorization.RequiresPermission;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import io.mainstay.rowsecurity.AllRows;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `/v1/disputes`: what banks take back. Evidence is handed in at the provider.
@RestController
@RequestMapping("/v1/disputes")
@Tag(name = "Disputes")
class DisputeController {

    private final DisputeStore disputes;
    private final AllRows rows;

    DisputeController(DisputeStore disputes, AllRows rows) {
        this.disputes = disputes;
        this.rows = rows;
    }

    @GetMapping
    @RequiresPermission(Permission.DISPUTES_READ)
    @Operation(summary = "List disputes", description = "Of anybody's payments, newest first. With status: those that stand so.")
    ResponseEntity<Page<Dispute>> list(@RequestParam @Nullable DisputeStatus status,
            @RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor) {
        var request = PageRequest.of(limit, cursor);
        var page = rows.read(() -> disputes.list(status, request));
        return page.answer().cacheControl(CacheControl.noStore()).body(page);
    }

    @GetMapping("/{id}")
    @RequiresPermission(Permission.DISPUTES_READ)
    @Operation(summary = "Read a dispute")
    ResponseEntity<Dispute> get(@PathVariable DisputeId id) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(rows.read(() -> disputes.find(id))
                .orElseThrow(() -> new Refusal(HttpProblems.NOT_FOUND, "There is no such dispute.")));
    }
}
