namespace AutoValley.EndToEnd.Harness;

/// <summary>Waiting for another process's state: asks again until it is there; the limit is for a busy machine, not a speed.</summary>
public static class Eventually
{
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    public static Task<T> GetAsync<T>(Func<T?> ask, Func<string> why)
        where T : class => GetAsync(() => Task.FromResult(ask()), why);

    public static async Task<T> GetAsync<T>(Func<Task<T?>> ask, Func<string> why)
        where T : class
    {
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < Limit)
        {
            if (await ask() is { } answer)
                return answer;
            await Task.Delay(Interval);
        }
        throw new TimeoutException(why());
    }

    public static Task IsTrueAsync(Func<Task<bool>> ask, Func<string> why) =>
        GetAsync(async () => await ask() ? "" : null, why);
}
