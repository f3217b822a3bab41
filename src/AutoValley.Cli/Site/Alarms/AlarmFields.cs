using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Site.Alarms;

/// <summary>An alarm's columns.</summary>
internal static class AlarmFields
{
    public static IReadOnlyList<(string Name, Cell Value)> Of(Alarm alarm)
    {
        var last = alarm.Transitions.LastOrDefault() ?? new AlarmTransition();
        return
        [
            ("id", alarm.Id), ("state", EnumWords.Of(alarm.State)), ("severity", EnumWords.Of(alarm.Severity)), ("kind", EnumWords.Of(alarm.Kind)),
            ("raised", Cell.TimeOrMissing(alarm.RaiseTime)), ("text", alarm.Text), ("zone", alarm.Zone), ("vehicle", alarm.Vehicle), ("other", alarm.OtherVehicle),
            ("value", alarm.HasValue ? alarm.Value : default(Cell)), ("worst", alarm.HasWorst ? alarm.Worst : default(Cell)), ("latest", alarm.HasLatest ? alarm.Latest : default(Cell)), ("limit", alarm.HasLimit ? alarm.Limit : default(Cell)), ("raises", (ulong)alarm.Raises),
            ("holding", alarm.Holding), ("shelved_until", alarm.Shelf is { } shelf ? Cell.Time(shelf.Until) : default),
            ("last", EnumWords.Of(last.Action)), ("at", Cell.TimeOrMissing(last.Time)), ("by", last.Person), ("note", last.Note),
        ];
    }
}
