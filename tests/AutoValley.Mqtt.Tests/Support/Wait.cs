namespace AutoValley.Mqtt.Tests.Support;

/// <summary>Waits for something that other threads bring about; it fails at the limit and never passes by waiting.</summary>
internal static class Wait
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task UntilAsync(Func<bool> condition)
    {
        var limit = Task.Delay(Patience);
        while (!condition())
        {
            Assert.False(limit.IsCompleted, "it did not come");
            await Task.Yield();
        }
    }
}
