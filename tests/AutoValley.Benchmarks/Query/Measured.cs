namespace AutoValley.Benchmarks.Query;

/// <summary>One store's answers to one question, or to many of a kind.</summary>
internal sealed class Measured
{
    private readonly List<TimeSpan> walls = [];
    private TimeSpan cpu;

    /// <summary>How often it was asked.</summary>
    public int Count => walls.Count;

    /// <summary>Answers that are not the truth.</summary>
    public int Wrong { get; private set; }

    /// <summary>What was wrong first, in words.</summary>
    public string FirstFault { get; private set; } = "";

    /// <summary>All answers together.</summary>
    public TimeSpan Total { get; private set; }

    /// <summary>CPU time of the store's process, an answer. The kernel counts in steps of 10 ms: of few short answers it tells little.</summary>
    public TimeSpan MeanCpu => Count == 0 ? TimeSpan.Zero : cpu / Count;

    /// <summary>Adds an answer.</summary>
    /// <param name="wall">How long it took.</param>
    /// <param name="cpuTime">What it took of the store's process.</param>
    /// <param name="fault">What is wrong with it; null when it is the truth.</param>
    public void Add(TimeSpan wall, TimeSpan cpuTime, string? fault)
    {
        walls.Add(wall);
        Total += wall;
        cpu += cpuTime;
        if (fault is not null && Wrong++ == 0)
            FirstFault = fault;
    }

    /// <summary>The wall time that this part of the answers does not exceed; 0.5 is the median.</summary>
    public TimeSpan Quantile(double part)
    {
        var sorted = walls.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(part * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
