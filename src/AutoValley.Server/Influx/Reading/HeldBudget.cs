using AutoValley.Server.Influx.Ql;

namespace AutoValley.Server.Influx.Reading;

/// <summary>What functions of a statement hold in memory together, in numbers of 8 bytes. Safe for concurrent use.</summary>
/// <param name="maximum">See <see cref="Query.QueryOptions.MaximumPercentileSamples"/>.</param>
internal sealed class HeldBudget(int maximum)
{
    private long used;

    /// <summary>Takes some.</summary>
    /// <param name="numbers">Of 8 bytes.</param>
    /// <param name="function">Which holds them.</param>
    /// <exception cref="QlException">There are not as many.</exception>
    public void Take(int numbers, string function)
    {
        if (Interlocked.Add(ref used, numbers) > maximum)
            throw new QlException($"more than {maximum} values in an interval of {function}() (Query:MaximumPercentileSamples)");
    }

    /// <summary>Gives some back.</summary>
    public void Give(long numbers) => Interlocked.Add(ref used, -numbers);
}
