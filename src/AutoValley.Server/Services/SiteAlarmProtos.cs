using AutoValley.Site.Alarms;
using AutoValley.V1;
using Alarm = AutoValley.Site.Alarms.Alarm;
using AlarmAction = AutoValley.V1.AlarmAction;
using AlarmKind = AutoValley.V1.AlarmKind;
using AlarmSeverity = AutoValley.V1.AlarmSeverity;
using AlarmState = AutoValley.V1.AlarmState;
using AlarmTransition = AutoValley.Site.Alarms.AlarmTransition;

namespace AutoValley.Server.Services;

/// <summary>Alarms as protos; the numbers of kinds, severities, states and actions are those of the contract.</summary>
internal static class SiteAlarmProtos
{
    /// <param name="view">What may be seen.</param>
    /// <param name="transitions">Its newest so many.</param>
    public static V1.Alarm Of(AlarmView view, int transitions = int.MaxValue)
    {
        var alarm = view.Alarm;
        var proto = new V1.Alarm
        {
            Id = (ulong)alarm.Id, Kind = (AlarmKind)alarm.Key.Kind, Severity = (AlarmSeverity)alarm.Severity, State = (AlarmState)alarm.State, Holding = alarm.IsHolding,
            Zone = alarm.Key.Zone ?? "", Vehicle = alarm.Key.Vehicle?.ToString() ?? "", OtherVehicle = alarm.Key.Other?.ToString() ?? "", Text = AlarmText.Of(alarm),
            SinceTime = alarm.Since, RaiseTime = alarm.RaisedAt, Raises = (uint)alarm.TimesRaised, Version = (ulong)alarm.Version, Partial = view.IsPartial,
            Shelf = alarm.Shelf is { } shelf ? new AlarmShelf { Until = shelf.Until, Person = shelf.Person, Reason = shelf.Reason } : null,
        };
        proto.Organisations.AddRange(alarm.Organisations);
        proto.Transitions.AddRange(alarm.Transitions.TakeLast(transitions).Select(Of));
        SetNumbers(proto, alarm);
        return proto;
    }

    private static void SetNumbers(V1.Alarm proto, Alarm alarm)
    {
        if (!double.IsNaN(alarm.Value))
            proto.Value = alarm.Value;
        if (!double.IsNaN(alarm.Worst))
            proto.Worst = alarm.Worst;
        if (!double.IsNaN(alarm.Latest))
            proto.Latest = alarm.Latest;
        if (!double.IsNaN(alarm.Limit))
            proto.Limit = alarm.Limit;
    }

    private static V1.AlarmTransition Of(AlarmTransition step) => new()
    {
        Version = (ulong)step.Version, Action = (AlarmAction)step.Action, State = (AlarmState)step.State, Time = step.Time, Person = step.Person, Note = step.Note,
    };
}
