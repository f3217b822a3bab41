using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Replay;

namespace AutoValley.Edge.Configuration;

/// <summary>A source of kind <c>replay</c>: recorded files, as <c>autovalley-edge replay</c> takes them.</summary>
internal static class ReplayEntry
{
    /// <summary>What the entry says; null, and errors noted in it, when the files cannot be replayed.</summary>
    public static RepeatedReplay? Read(ConfigurationObject entry, TimeProvider clock)
    {
        var inputs = new ReplayInputs { CanLogs = entry.Texts("can"), Databases = Databases(entry), Gnss = entry.Texts("gnss") };
        var (speed, isShifted, isEndless) = (SpeedOf(entry), entry.Flag("now"), entry.Flag("loop"));
        try
        {
            // All that can be wrong with the files is found before anything runs.
            inputs.Open(new ReplayOptions(), clock).Dispose();
            return new RepeatedReplay(inputs, new ReplayOptions { Speed = speed, ShiftToNow = isShifted }, isEndless, clock);
        }
        catch (SourceException unusable)
        {
            entry.Fail("", $"cannot be replayed: {unusable.Message}");
            return null;
        }
    }

    /// <summary>A member <c>speed</c>: a number, or <c>"max"</c>; 1 when it is left out.</summary>
    public static ReplaySpeed SpeedOf(ConfigurationObject entry)
    {
        if (entry.TextOrNumber("speed") is not { } text)
            return ReplaySpeed.Recorded;
        if (!ReplaySpeed.TryParse(text, out var speed))
            entry.Fail("speed", $"is {text}, not \"max\", nor a number from 0.001 to 1000000");
        return speed;
    }

    private static BusDatabase[] Databases(ConfigurationObject entry)
    {
        var databases = new List<BusDatabase>();
        foreach (var text in entry.Texts("dbc"))
        {
            if (BusDatabase.TryParse(text, out var database))
                databases.Add(database!);
            else
                entry.Fail("dbc", $"has '{text}', not BUS=FILE");
        }
        return [.. databases];
    }
}
