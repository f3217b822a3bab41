using AutoValley.Telemetry;

namespace AutoValley.Site.Alarms;

/// <summary>An alarm as one organisation may see it.</summary>
/// <param name="Alarm">With what is not the organisation's taken out: vehicles, numbers that would locate one, persons, notes.</param>
/// <param name="IsPartial">Whether something was taken out, as the alarm concerns others too.</param>
public sealed record AlarmView(Alarm Alarm, bool IsPartial)
{
    /// <summary>What the organisation sees; null when the alarm does not concern it.</summary>
    /// <param name="alarm">The whole of it.</param>
    /// <param name="organisation">Who looks; null for the site's manager, who sees everything.</param>
    public static AlarmView? Of(Alarm alarm, string? organisation)
    {
        if (organisation is null)
            return new AlarmView(alarm, false);
        if (!alarm.Organisations.Contains(organisation, StringComparer.Ordinal))
            return null;
        return alarm.Organisations.Count == 1 ? new AlarmView(alarm, false) : new AlarmView(Partial(alarm, organisation), true);
    }

    private static Alarm Partial(Alarm alarm, string organisation)
    {
        var own = new[] { alarm.Key.Vehicle, alarm.Key.Other }.Where(vehicle => vehicle?.Organisation == organisation).ToArray();
        var isPair = alarm.Key.Other is not null;
        return alarm with
        {
            Key = alarm.Key with { Vehicle = own.ElementAtOrDefault(0), Other = own.ElementAtOrDefault(1) },
            // How far the other one is says where it is.
            Value = isPair ? double.NaN : alarm.Value,
            Worst = isPair ? double.NaN : alarm.Worst,
            Latest = isPair ? double.NaN : alarm.Latest,
            Organisations = [organisation],
            Shelf = alarm.Shelf is { } shelf ? shelf with { Person = "", Reason = "" } : null,
            Transitions = [.. alarm.Transitions.Select(transition => transition with { Person = "", Note = "" })],
        };
    }
}
