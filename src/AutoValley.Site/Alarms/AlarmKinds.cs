namespace AutoValley.Site.Alarms;

/// <summary>The words of <see cref="AlarmKind"/>, and what they mean for people.</summary>
public static class AlarmKinds
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<AlarmKind> All { get; } = Enum.GetValues<AlarmKind>();

    /// <summary>Lower case with hyphens, as in files and commands.</summary>
    public static string NameOf(AlarmKind kind) => kind switch
    {
        AlarmKind.OverCapacity => "over-capacity",
        AlarmKind.NotBooked => "not-booked",
        AlarmKind.ExclusiveViolated => "exclusive-violated",
        AlarmKind.OutsideSite => "outside-site",
        AlarmKind.WrongWay => "wrong-way",
        AlarmKind.OverSpeed => "over-speed",
        AlarmKind.Stopped => "stopped",
        AlarmKind.TooClose => "too-close",
        AlarmKind.CollisionCourse => "collision-course",
        AlarmKind.Silent => "silent",
        AlarmKind.ClockBad => "clock-bad",
        AlarmKind.AccuracyBad => "accuracy-bad",
        AlarmKind.WrongVehicleKind => "wrong-vehicle-kind",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no kind of alarm"),
    };

    /// <summary>Whether a driver can do something about it, so that the vehicle is to be told.</summary>
    public static bool ConcernsDriver(AlarmKind kind) => kind is not (AlarmKind.OverCapacity or AlarmKind.Silent);

    /// <summary>Whether what is found is the worse the less it is: metres and seconds between vehicles, and the speed of who should drive.</summary>
    public static bool IsWorseWhenLess(AlarmKind kind) => kind is AlarmKind.TooClose or AlarmKind.CollisionCourse or AlarmKind.Stopped;
}
