namespace AutoValley.Dashboard.Tests.Browser;

/// <summary>One demo for all tests that only look, or that leave it as they found it.</summary>
public sealed class SharedGround : IAsyncLifetime
{
    private Ground? ground;

    /// <summary>Started by who asks first.</summary>
    public async Task<Ground> GetAsync() => ground ??= await Ground.StartAsync();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (ground is not null)
            await ground.DisposeAsync();
    }
}
