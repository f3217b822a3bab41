namespace AutoValley.Telemetry.Tests.Fuzzing;

/// <summary>
/// Gives readers broken inputs. Input n of a seed is always the same one, whatever came before it. An instance is used by one thread.
/// </summary>
internal sealed class Fuzzer(ulong seed, IReadOnlyList<IFuzzTarget> targets) : IDisposable
{
    private readonly Mutator mutator = new();
    private readonly GuardedBytes guarded = new();
    private readonly long[] accepted = new long[targets.Count];
    private readonly long[] refused = new long[targets.Count];

    /// <summary>How many inputs each reader accepted and refused.</summary>
    public IEnumerable<FuzzTally> Tallies => targets.Select((target, index) => new FuzzTally(target.Name, accepted[index], refused[index]));

    /// <summary>Reads one input.</summary>
    /// <exception cref="FuzzFailureException">The reader failed; the message has the input and how to replay it.</exception>
    public void Run(long input)
    {
        var random = new FuzzRandom(seed, input);
        var place = random.Below(targets.Count);
        var target = targets[place];
        var bytes = guarded.Hold(mutator.Next(target.Corpus, ref random));
        try
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var isAccepted = target.Read(bytes, ref random);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated > target.AllocationLimit(bytes.Length))
                throw new FuzzFailureException($"{allocated:N0} bytes allocated, at most {target.AllocationLimit(bytes.Length):N0}");
            _ = isAccepted ? accepted[place]++ : refused[place]++;
        }
        catch (Exception failure)
        {
            throw new FuzzFailureException(
                $"{target.Name}: {failure.GetType().Name}: {failure.Message}\nreplay with: fuzz --seed {seed} --input {input}\n{Convert.ToHexString(bytes.Span)}", failure);
        }
    }

    public void Dispose() => ((IDisposable)guarded).Dispose();
}

/// <summary>What a reader made of its inputs.</summary>
internal readonly record struct FuzzTally(string Target, long Accepted, long Refused);
