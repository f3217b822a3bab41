using AutoValley.Storage.Sealing;

namespace AutoValley.Storage.Tests.Sealing;

/// <summary>A back end elsewhere that can be away. What was sealed before can be read all the same.</summary>
internal sealed class BackEndAway
{
    private volatile bool isAway;

    public bool IsAway
    {
        get => isAway;
        set => isAway = value;
    }

    /// <summary>For <see cref="TestStore.WrapBackEnd"/>.</summary>
    public ISealedStore Around(ISealedStore inner) => new HookedBackEnd(inner, Answer) { MayBeAway = true };

    private void Answer()
    {
        if (isAway)
            throw new StoreUnavailableException("the back end is away");
    }
}
