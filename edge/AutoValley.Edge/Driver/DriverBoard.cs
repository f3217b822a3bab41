using System.Threading.Channels;

namespace AutoValley.Edge.Driver;

/// <summary>The warnings that are not over, and the displays that show them. Safe for concurrent use.</summary>
/// <param name="clock">Monotonic, for how long warnings are valid.</param>
internal sealed class DriverBoard(TimeProvider clock)
{
    /// <summary>Warnings at a time; for one more the oldest of the least severe goes.</summary>
    public const int MaximumWarnings = 32;

    /// <summary>Displays at a time.</summary>
    public const int MaximumDisplays = 8;

    // A display that leaves so many lines unread is dropped; when it connects again it is told all that holds.
    private const int MaximumUnread = 128;

    private readonly Lock gate = new();
    private readonly List<(DriverWarning Warning, long Since)> warnings = [];
    private readonly List<Channel<byte[]>> displays = [];

    /// <summary>That are not over.</summary>
    public int Warnings
    {
        get
        {
            lock (gate)
                return warnings.Count;
        }
    }

    /// <summary>Shows a warning, or takes one away that is over.</summary>
    /// <returns>Displays that it was handed to.</returns>
    public int Show(DriverWarning warning)
    {
        lock (gate)
        {
            warnings.RemoveAll(other => other.Warning.Id == warning.Id);
            if (!warning.IsOver)
                warnings.Add((warning, clock.GetTimestamp()));
            var told = Tell(warning.ToLine());
            return warnings.Count > MaximumWarnings ? End(warnings.MinBy(other => other.Warning.Severity).Warning, "too many warnings") : told;
        }
    }

    /// <summary>Ends what was not told again in time, and says to all displays that the agent lives.</summary>
    public void Beat(bool isOnline)
    {
        lock (gate)
        {
            foreach (var (warning, since) in warnings.Where(known => known.Warning.Validity is { } validity && clock.GetElapsedTime(known.Since) >= validity).ToArray())
                End(warning, "nothing more was heard of it");
            Tell(DriverLine.Alive(isOnline, warnings.Count));
        }
    }

    /// <summary>A display came: its lines, beginning with what holds. They end when it does not read them.</summary>
    /// <returns>Null when there are too many.</returns>
    public Channel<byte[]>? Attach(bool isOnline)
    {
        lock (gate)
        {
            if (displays.Count == MaximumDisplays)
                return null;
            var lines = Channel.CreateBounded<byte[]>(MaximumUnread);
            foreach (var (warning, _) in warnings)
                lines.Writer.TryWrite(warning.ToLine());
            lines.Writer.TryWrite(DriverLine.Alive(isOnline, warnings.Count));
            displays.Add(lines);
            return lines;
        }
    }

    /// <summary>A display went.</summary>
    public void Detach(Channel<byte[]> display)
    {
        lock (gate)
            displays.Remove(display);
    }

    private int End(DriverWarning warning, string why)
    {
        warnings.RemoveAll(other => other.Warning == warning);
        return Tell((warning with { IsOver = true, Text = why }).ToLine());
    }

    private int Tell(byte[] line)
    {
        foreach (var display in displays.Where(display => !display.Writer.TryWrite(line)).ToArray())
        {
            display.Writer.TryComplete();
            displays.Remove(display);
        }
        return displays.Count;
    }
}
