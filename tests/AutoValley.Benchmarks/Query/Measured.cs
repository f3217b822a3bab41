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

    /// <summary>All answers together.</summary>
    public TimeSpan Total { get; private set; }

    /// <summary>CPU time of the store's process, an answer; the kernel counts it in steps of 10 ms, so that few short answers tell little.</summary>
    public TimeSpan MeanCpu => Count == 0 ? TimeSpan.Zero : cpu / Count;

    public void Add(TimeSpan wall, TimeSpan cpuTime, bool isRight)
    {
        walls.Add(wall);
        Total += wall;
        cpu += cpuTime;
        Wrong += isRight ? 0 : 1;
    }

    /// <summary>The wall time that this part of the answers does not exceed; 0.5 is the median.</summary>
    public TimeSpan Quantile(double part)
    {
        var sorted = walls.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(part * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
