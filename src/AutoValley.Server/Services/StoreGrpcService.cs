using AutoValley.Server.Maintenance;
using AutoValley.Server.Refusals;
using AutoValley.Storage;
using AutoValley.Storage.Maintenance;
using AutoValley.Telemetry;
using AutoValley.V1;
using Grpc.Core;
using Microsoft.Data.Sqlite;

namespace AutoValley.Server.Services;

/// <summary>autovalley.v1.StoreService over the store's maintenance.</summary>
internal sealed class StoreGrpcService(StoreMaintenance store, RetentionOptions retention, RetentionStatus status)
    : StoreService.StoreServiceBase
{
    private const int MaximumRows = 10_000;
    private const int DefaultRows = 1_000;

    /// <inheritdoc/>
    public override async Task<GetStatisticsResponse> GetStatistics(GetStatisticsRequest request, ServerCallContext context)
    {
        if (request.By is not (Grouping.Day or Grouping.Vehicle or Grouping.Signal))
            throw Refusal.Invalid("by", "by is DAY, VEHICLE or SIGNAL");
        if (request.Limit > MaximumRows)
            throw Refusal.Invalid("limit", $"limit is at most {MaximumRows}");
        var usage = await store.GetUsageAsync(context.CancellationToken);
        var response = new GetStatisticsResponse { Totals = StatisticsRows.Totals(usage), Retention = RetentionState() };
        var limit = request.Limit == 0 ? DefaultRows : (int)request.Limit;
        if (request.By == Grouping.Day)
        {
            response.Rows = (ulong)usage.Days.Count;
            response.Days.AddRange(StatisticsRows.ByDay(usage).Take(limit));
        }
        else
        {
            var rows = StatisticsRows.BySeries(usage, request.Vehicle, signals: request.By == Grouping.Signal);
            response.Rows = (ulong)rows.Count;
            response.Series.AddRange(rows.Take(limit));
        }
        return response;
    }

    /// <inheritdoc/>
    public override async Task Verify(VerifyRequest request, IServerStreamWriter<VerifyResponse> responseStream, ServerCallContext context)
    {
        try
        {
            var totals = new VerifyTotals(0, 0, 0, 0, 0);
            await foreach (var step in store.VerifyAsync(context.CancellationToken))
            {
                totals = step.SoFar;
                await responseStream.WriteAsync(VerifyResponses.Of(step), context.CancellationToken);
            }
            await responseStream.WriteAsync(VerifyResponses.End(totals), context.CancellationToken);
        }
        catch (StoreBusyException busy)
        {
            throw Refusal.Busy(busy.Message);
        }
    }

    /// <inheritdoc/>
    public override async Task Compact(CompactRequest request, IServerStreamWriter<CompactResponse> responseStream, ServerCallContext context)
    {
        try
        {
            await foreach (var step in store.CompactAsync(context.CancellationToken))
            {
                await responseStream.WriteAsync(
                    new CompactResponse
                    {
                        Day = step.Day * UnixTime.NanosPerDay, Done = step.IsDone, BytesBefore = (ulong)step.BytesBefore, Bytes = (ulong)step.Bytes,
                    },
                    context.CancellationToken);
            }
        }
        catch (StoreBusyException busy)
        {
            throw Refusal.Busy(busy.Message);
        }
        catch (StoreUnavailableException unavailable)
        {
            throw Refusal.Unavailable(unavailable);
        }
        catch (Exception error) when (error is IOException or SqliteException && !context.CancellationToken.IsCancellationRequested)
        {
            throw Refusal.Precondition("store", $"compaction was given up: {error.Message}");
        }
    }

    /// <inheritdoc/>
    public override async Task Backup(BackupRequest request, IServerStreamWriter<BackupResponse> responseStream, ServerCallContext context)
    {
        try
        {
            using var backup = await store.TryBeginBackupAsync(context.CancellationToken)
                ?? throw Refusal.Busy("another backup runs; one at a time");
            await new BackupStream(responseStream, context.CancellationToken).WriteAsync(backup);
        }
        catch (StoreUnavailableException unavailable)
        {
            throw Refusal.Unavailable(unavailable);
        }
        // A client that went away shows as a cancelled call; what is left is this machine's disk.
        catch (Exception error) when (error is IOException or SqliteException && !context.CancellationToken.IsCancellationRequested)
        {
            throw Refusal.Precondition("store", $"the backup was given up: {error.Message}");
        }
    }

    private RetentionState RetentionState() => new()
    {
        MaximumAgeNanos = (ulong)(retention.MaximumAge.Ticks * System.TimeSpan.NanosecondsPerTick),
        MaximumBytes = (ulong)retention.MaximumBytes,
        LastPassTime = status.Last?.Time ?? 0,
        DeletedDays = (ulong)status.DeletedDays,
        DeletedSamples = (ulong)status.DeletedSamples,
        OverBytes = (ulong)(status.Last?.OverBytes ?? 0),
        OverReason = status.OverReason,
        Failure = status.Failure,
    };
}
