using AutoValley.Storage.Sealing;

namespace AutoValley.Storage.Tests.Sealing;

/// <summary>A back end elsewhere that can be away. What was sealed before can be read all the same.</summary>
internal sealed class BackEndAway
{
    private volatile bool isAway;
    private int takes;

    public bool IsAway
    {
        get => isAway;
        set => isAway = value;
    }

    /// <summary>Takes so many segments before it is away again.</summary>
    public void Take(int segments) => Interlocked.Exchange(ref takes, segments);

    /// <summary>For <see cref="TestStore.WrapBackEnd"/>.</summary>
    public ISealedStore Around(ISealedStore inner) => new HookedBackEnd(inner, Answer) { MayBeAway = true };

    private void Answer()
    {
        if (isAway && Interlocked.Decrement(ref takes) < 0)
            throw new StoreUnavailableException("the back end is away");
    }
}
