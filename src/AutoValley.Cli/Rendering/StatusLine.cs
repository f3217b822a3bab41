namespace AutoValley.Cli.Rendering;

/// <summary>One line on the error output that changes in place, for a person who waits; nothing where no terminal is.</summary>
internal sealed class StatusLine(Host host, bool isShown) : IDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly long started = host.Clock.GetTimestamp();
    private TimeSpan next = Delay;
    private int length;

    /// <summary>Shows the text for the time since the start, when it is time to show one again.</summary>
    public void Update(Func<TimeSpan, string> text)
    {
        if (!isShown || host.Clock.GetElapsedTime(started) is var elapsed && elapsed < next)
            return;
        next = elapsed + Interval;
        Show(text(elapsed));
    }

    /// <summary>Takes the line away.</summary>
    public void Dispose()
    {
        if (length == 0)
            return;
        Show("");
        host.Error.Write('\r');
        length = 0;
    }

    private void Show(string line)
    {
        host.Error.Write('\r' + line.PadRight(length));
        host.Error.Flush();
        length = Math.Max(length, line.Length);
    }
}
