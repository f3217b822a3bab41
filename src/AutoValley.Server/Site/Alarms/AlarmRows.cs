using AutoValley.Site.Alarms;
using AutoValley.Storage;
using AutoValley.Storage.Site;
using AutoValley.Telemetry;

namespace AutoValley.Server.Site.Alarms;

/// <summary>Alarms as <c>site.db</c> has them, and back.</summary>
internal static class AlarmRows
{
    public static (StoredAlarm Alarm, StoredAlarmTransition Transition) Of(AlarmChange change) => (Of(change.Alarm), Of(change.Transition));

    /// <exception cref="StoreException">A vehicle's name is none.</exception>
    public static Alarm Read(StoredAlarm row) => new(
        row.Id, new AlarmKey((AlarmKind)row.Kind, row.Zone, Vehicle(row.Vehicle), Vehicle(row.Other)), (AlarmSeverity)row.Severity)
    {
        State = (AlarmState)row.State, IsHolding = row.IsHolding, Since = row.Since, RaisedAt = row.RaisedAt, TimesRaised = row.TimesRaised,
        Value = row.Value ?? double.NaN, Worst = row.Worst ?? double.NaN, Latest = row.Latest ?? double.NaN, Limit = row.Limit ?? double.NaN, Organisations = row.Organisations,
        Shelf = row.ShelvedUntil is { } until ? new Shelf(until, row.ShelvedBy, row.ShelvedFor) : null,
        Transitions = [.. row.Transitions.Select(step => new AlarmTransition(
            step.Version, step.Alarm, (AlarmAction)step.Action, (AlarmState)step.State, step.Time, step.Person, step.Note))],
    };

    private static StoredAlarm Of(Alarm alarm) => new(alarm.Id, (int)alarm.Key.Kind, (int)alarm.Severity, (int)alarm.State)
    {
        IsHolding = alarm.IsHolding, Zone = alarm.Key.Zone, Vehicle = alarm.Key.Vehicle?.ToString(), Other = alarm.Key.Other?.ToString(), Since = alarm.Since,
        RaisedAt = alarm.RaisedAt, TimesRaised = alarm.TimesRaised, Value = Number(alarm.Value), Worst = Number(alarm.Worst), Latest = Number(alarm.Latest), Limit = Number(alarm.Limit), Organisations = alarm.Organisations,
        ShelvedUntil = alarm.Shelf?.Until, ShelvedBy = alarm.Shelf?.Person ?? "", ShelvedFor = alarm.Shelf?.Reason ?? "",
    };

    private static StoredAlarmTransition Of(AlarmTransition step) =>
        new(step.Version, step.Alarm, (int)step.Action, (int)step.State, step.Time, step.Person, step.Note);

    // SQLite keeps no NaN.
    private static double? Number(double value) => double.IsNaN(value) ? null : value;

    private static VehicleName? Vehicle(string? text) => text is null ? null
        : VehicleName.TryParse(text, out var name) ? name
        : throw new StoreException($"{SiteDatabase.FileName}: an alarm names the vehicle '{text}'");
}
