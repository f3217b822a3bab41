using AutoValley.Storage.Maintenance;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AutoValley.Server.Maintenance;

/// <summary>Lets retention pass over the store from time to time; a pass that fails is told and the next one tries again.</summary>
internal sealed class RetentionTimer(
    StoreMaintenance store, RetentionOptions options, RetentionStatus status, TimeProvider clock, ILogger<RetentionTimer> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var limits = new RetentionLimits { MaximumAge = options.MaximumAge, MaximumBytes = options.MaximumBytes };
        if (limits.IsUnlimited)
            return;
        using var timer = new PeriodicTimer(options.Interval, clock);
        do
            await PassAsync(limits, stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task PassAsync(RetentionLimits limits, CancellationToken cancellation)
    {
        try
        {
            var wasOver = status.OverReason;
            var pass = await store.RetainAsync(limits, cancellation);
            status.Add(pass);
            // Once, not every minute: it stays so until somebody does something about it.
            if (status.OverReason.Length > 0 && wasOver.Length == 0)
                log.StoreOverLimit(pass.OverBytes, status.OverReason);
            log.RetentionPassed(pass.Days.Count, pass.Bytes);
        }
        catch (Exception error) when (error is IOException or SqliteException or UnauthorizedAccessException)
        {
            var isNew = status.Failure.Length == 0;
            status.Fail(error.Message);
            if (isNew)
                log.RetentionFailed(error);
        }
    }
}
