namespace AutoValley.Testing;

/// <summary>Waits for what another thread or process does: asks again until it is there. The limit is for a busy machine, not a speed.</summary>
public static class Eventually
{
    /// <summary>When it is given up.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LongestInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until there is an answer.</summary>
    /// <param name="ask">Null: not yet.</param>
    /// <param name="why">Tells what is there instead, when it is given up.</param>
    /// <exception cref="TimeoutException">There was none.</exception>
    public static Task<T> GetAsync<T>(Func<T?> ask, Func<string> why)
        where T : class => GetAsync(() => Task.FromResult(ask()), why);

    /// <summary>As the other.</summary>
    /// <exception cref="TimeoutException">There was no answer.</exception>
    public static async Task<T> GetAsync<T>(Func<Task<T?>> ask, Func<string> why)
        where T : class
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var interval = TimeSpan.FromMilliseconds(1); ; interval = interval * 2 < LongestInterval ? interval * 2 : LongestInterval)
        {
            if (await ask() is { } answer)
                return answer;
            if (TimeProvider.System.GetElapsedTime(start) >= Limit)
                throw new TimeoutException(why());
            await Task.Delay(interval);
        }
    }

    /// <summary>Waits until something holds.</summary>
    /// <exception cref="TimeoutException">It does not.</exception>
    public static Task IsTrueAsync(Func<Task<bool>> ask, Func<string>? why = null) =>
        GetAsync(async () => await ask() ? "" : null, why ?? (() => "it was waited for in vain"));

    /// <summary>As the other.</summary>
    /// <exception cref="TimeoutException">It does not.</exception>
    public static Task IsTrueAsync(Func<bool> condition, Func<string>? why = null) => IsTrueAsync(() => Task.FromResult(condition()), why);
}
