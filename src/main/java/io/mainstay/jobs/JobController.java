package io.mainstay.jobs;

import io.mainstay.authorization.Permission;
import io.mainstay.authorization.RequiresPermission;
import io.mainstay.caller.Caller;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `/v1/jobs`: what became of one's long work. Jobs are started where their work belongs.
@RestController
@RequestMapping("/v1/jobs")
@Tag(name = "Jobs")
class JobController {

    private final JobStore jobs;

    JobController(JobStore jobs) {
        this.jobs = jobs;
    }

    @GetMapping
    @RequiresPermission(Permission.JOBS_READ)
    @Operation(summary = "List one's jobs", description = "Newest first, as long as they are kept.")
    @Transactional(readOnly = true)
    public ResponseEntity<Page<Job>> list(Caller caller, @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        var page = jobs.of(caller.account(), PageRequest.of(limit, cursor));
        return page.answer().cacheControl(CacheControl.noStore()).body(page);
    }

    @GetMapping("/{id}")
    @RequiresPermission(Permission.JOBS_READ)
    @Operation(summary = "Read a job", description = "Ask again until its status is `succeeded` or `failed`.")
    @Transactional(readOnly = true)
    public ResponseEntity<Job> get(Caller caller, @PathVariable JobId id) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(jobs.find(caller.account(), id)
                .orElseThrow(() -> new Refusal(HttpProblems.NOT_FOUND, "There is no such job.")));
    }

    @GetMapping("/{id}/result")
    @RequiresPermission(Permission.JOBS_READ)
    @Operation(summary = "Download a job's file")
    @ApiResponse(responseCode = "200", description = "The file, as an attachment.")
    @Transactional(readOnly = true)
    public ResponseEntity<byte[]> result(Caller caller, @PathVariable JobId id) {
        var file = jobs.file(caller.account(), id)
                .orElseThrow(() -> new Refusal(HttpProblems.NOT_FOUND, "There is no such file."));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore())
                .contentType(MediaType.parseMediaType(file.contentType()))
                .header(HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(file.name()).build().toString())
                .body(file.content());
    }
}
