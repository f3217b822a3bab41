namespace AutoValley.Storage.Tests.Faults;

/// <summary>Before which operations a test crashes.</summary>
/// <remarks>Every fourth, from one of the first four by chance; all of them with the environment variable <c>AUTOVALLEY_LONG_TESTS=1</c>.</remarks>
internal static class CrashPoints
{
    private static readonly int Step = Environment.GetEnvironmentVariable("AUTOVALLEY_LONG_TESTS") == "1" ? 1 : 4;

    /// <summary>Plays with a crash before one operation after the other, until a play ends without having reached its own.</summary>
    /// <param name="play">A play with a crash before an operation, by its number from 1; gives the operations up to there.</param>
    /// <param name="tell">Takes which crashes there were.</param>
    /// <returns>The operations of the last play, which are all there are.</returns>
    public static async Task<IReadOnlyList<string>> PlayAsync(Func<int, Task<IReadOnlyList<string>>> play, Action<string> tell)
    {
        var first = 1 + Random.Shared.Next(Step);
        for (var operation = first; ; operation += Step)
        {
            var operations = await PlayAsync(play, operation);
            if (operations.Count >= operation)
                continue;
            tell($"crashes before each operation {first} + n * {Step} of " + string.Join(", ", operations.CountBy(name => name).OrderByDescending(name => name.Value)));
            return operations;
        }
    }

    private static async Task<IReadOnlyList<string>> PlayAsync(Func<int, Task<IReadOnlyList<string>>> play, int operation)
    {
        try
        {
            return await play(operation);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"after a crash before operation {operation}: {failure.Message}", failure);
        }
    }
}
