using AutoValley.Benchmarks.Peers;

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

    /// <summary>How long the very first answer took; null when all were counted.</summary>
    public TimeSpan? First { get; private set; }

    /// <summary>Adds an answer.</summary>
    /// <param name="answer">What is wrong with it, null when it is the truth; and what it took.</param>
    public void Add(Timed<string?> answer)
    {
        walls.Add(answer.Wall);
        Total += answer.Wall;
        cpu += answer.Cpu;
        Check(answer.Answer);
    }

    /// <summary>Adds an answer of a store that is not warm yet: it has to be right, and of the first the time is told.</summary>
    public void AddFirst(TimeSpan wall, string? fault)
    {
        First ??= wall;
        Check(fault);
    }

    /// <summary>The wall time that this part of the answers does not exceed; 0.5 is the median.</summary>
    public TimeSpan Quantile(double part)
    {
        var sorted = walls.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(part * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    private void Check(string? fault)
    {
        if (fault is not null && Wrong++ == 0)
            FirstFault = fault;
    }
}
