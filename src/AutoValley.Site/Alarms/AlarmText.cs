using System.Globalization;

namespace AutoValley.Site.Alarms;

/// <summary>Says in a sentence what an alarm is about, with no more than the alarm at hand names.</summary>
public static class AlarmText
{
    /// <summary>For people; a view of an alarm becomes a sentence that hides the same.</summary>
    public static string Of(Alarm alarm)
    {
        var vehicle = alarm.Key.Vehicle?.ToString() ?? "a vehicle of another organisation";
        var other = alarm.Key.Other?.ToString() ?? "another vehicle";
        var zone = alarm.Key.Zone ?? "the site";
        return alarm.Key.Kind switch
        {
            AlarmKind.OverCapacity => $"{Number(alarm.Value)} vehicles in {zone}, which may hold {Number(alarm.Limit)}",
            AlarmKind.NotBooked => $"{vehicle} is in {zone} without a booking",
            AlarmKind.ExclusiveViolated => $"{vehicle} is in {zone}, which is booked exclusively by another organisation",
            AlarmKind.OutsideSite => $"{vehicle} is outside the site",
            AlarmKind.WrongWay => $"{vehicle} drives the wrong way in {zone}",
            AlarmKind.OverSpeed => $"{vehicle} drives {Number(alarm.Value)} km/h in {zone}, where {Number(alarm.Limit)} are allowed",
            AlarmKind.Stopped => $"{vehicle} stands in {zone}, where vehicles drive",
            AlarmKind.TooClose => $"{vehicle} and {other} are {With(alarm.Value, " m apart", "too close to each other")}",
            AlarmKind.CollisionCourse => $"{vehicle} and {other} {With(alarm.Value, " s from touching", "are on a collision course", "are ")}",
            AlarmKind.Silent => $"{vehicle} does not report",
            AlarmKind.ClockBad => $"{vehicle}'s clock is off",
            AlarmKind.AccuracyBad => $"{vehicle}'s position is too uncertain",
            AlarmKind.WrongVehicleKind => $"{vehicle} is in {zone}, which is not for its kind",
            _ => alarm.Key.ToString(),
        };
    }

    private static string With(double value, string unit, string otherwise, string before = "") =>
        double.IsNaN(value) ? otherwise : before + Number(value) + unit;

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
