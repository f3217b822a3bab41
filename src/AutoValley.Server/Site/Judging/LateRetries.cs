using AutoValley.Mqtt;
using AutoValley.Telemetry;

namespace AutoValley.Server.Site.Judging;

/// <summary>When vehicles whose late fixes could not be judged come again: later each time. Not safe for concurrent use.</summary>
internal sealed class LateRetries(TimeProvider clock, SiteOptions options)
{
    private readonly Dictionary<VehicleName, (BackOff Waits, long Since, TimeSpan Wait)> failed = [];

    /// <summary>Those of the vehicles with late fixes that have waited long enough; what is known of others is forgotten.</summary>
    public IReadOnlyList<VehicleName> Due(IReadOnlyCollection<VehicleName> late)
    {
        foreach (var vehicle in failed.Keys.Except(late).ToArray())
            failed.Remove(vehicle);
        return [.. late.Where(vehicle => !failed.TryGetValue(vehicle, out var last) || clock.GetElapsedTime(last.Since) >= last.Wait)];
    }

    /// <summary>It failed.</summary>
    /// <returns>How long it waits.</returns>
    public TimeSpan Delay(VehicleName vehicle)
    {
        var waits = failed.TryGetValue(vehicle, out var last) ? last.Waits : new BackOff(options.LateInterval, options.LongestLateRetry, () => 0);
        var wait = waits.Next();
        failed[vehicle] = (waits, clock.GetTimestamp(), wait);
        return wait;
    }

    /// <summary>It went well.</summary>
    public void Forget(VehicleName vehicle) => failed.Remove(vehicle);
}
