using AutoValley.Tidy.Tests.Scanning;

namespace AutoValley.Tidy.Tests.Rules;

public sealed class BannedTests
{
    [Theory]
    [InlineData("var a = DateTime.UtcNow;", "DateTime.UtcNow: inject TimeProvider")]
    [InlineData("var a = DateTimeOffset . Now;", "DateTimeOffset . Now: inject TimeProvider")]
    [InlineData("Thread.Sleep(1);", "Thread.Sleep blocks: await it")]
    [InlineData("var a = b.Result;", ".Result blocks: await it")]
    [InlineData("var a = B(c).Result.D;", ".Result blocks: await it")]
    [InlineData("a.Wait();", ".Wait() blocks: await it")]
    [InlineData("a.Wait(TimeSpan.FromSeconds(1));", ".Wait(TimeSpan blocks: await it")]
    [InlineData("if (a.IsCompleted)\n{\nb();\n}\nc.Wait();", ".Wait() blocks: await it", 7)]
    [InlineData("{ var a = b;\n_ = RunAsync(); }", "_ = RunAsync(: nobody awaits this task", 4)]
    [InlineData("Task.WaitAll(a);", "Task.WaitAll blocks: await it")]
    [InlineData("a.GetAwaiter().GetResult();", ".GetAwaiter().GetResult blocks: await it")]
    [InlineData("async void A() { }", "async void: its errors end the process; return a Task")]
    [InlineData("{ a.RunAsync(b); }", "a.RunAsync(: nobody awaits this task")]
    [InlineData("{ _ = RunAsync(); }", "_ = RunAsync(: nobody awaits this task")]
    [InlineData("{ _ = Task.Run(() => { a(); }); }", "_ = Task.Run(: nobody awaits this task")]
    [InlineData("{ Task.Run(a); }", "Task.Run(: nobody awaits this task")]
    [InlineData("Console.WriteLine(a);", "Console.WriteLine: Console belongs to Cli, Program.cs and Commands")]
    [InlineData("var a = $\"{DateTime.Now}\";", "DateTime.Now: inject TimeProvider")]
    public void Calls_Banned_AreFound(string source, string told, int line = 3) =>
        Assert.Equal([$"{line}: {told}"], Banned.Calls(Tree.Of("\n\n" + source)).Told());

    [Theory]
    [InlineData("var a = clock.GetUtcNow();")]
    [InlineData("// DateTime.Now")]
    [InlineData("var a = \"Thread.Sleep\";")]
    [InlineData("Result = 3; var a = Result.Ok; this.ResultCode(); a.Result(3);")]
    [InlineData("{ await a.RunAsync(b); return RunAsync(); }")]
    [InlineData("{ var a = RunAsync(); Start(RunAsync()); running.Add(RunAsync()); }")]
    [InlineData("{ _ = a.TryAdd(b); }")]
    [InlineData("{\n// Stop awaits it.\n_ = RunAsync();\n}")]
    [InlineData("if (a.IsCompletedSuccessfully)\n{\nreturn a.Result;\n}")]
    [InlineData("int BlockingCall() => Task.Run(a).GetAwaiter().GetResult();")]
    [InlineData("if (!turn.Wait(0)) pace.Wait(time);")]
    [InlineData("class A { Task RunAsync(int b); public Task RunAsync() => C(); }")]
    [InlineData("using Spectre.Console; AnsiConsole.Write(a); b.AddConsole(); using Microsoft.Extensions.Logging.Console;")]
    public void Calls_Allowed_AreNotFound(string source) => Assert.Empty(Banned.Calls(Tree.Of(source)).Told());

    [Theory]
    [InlineData("src/AutoValley.Cli/Rendering/A.cs")]
    [InlineData("edge/AutoValley.Edge/Program.cs")]
    [InlineData("src/AutoValley.Server/Commands/A.cs")]
    public void Calls_OfConsoleAtTheEdge_AreAllowed(string path) => Assert.Empty(Banned.Calls(Tree.Of("Console.Out.Flush();", path)));

    [Theory]
    [InlineData("    #reg" + "ion A")]
    [InlineData("#prag" + "ma warning disable CA1000")]
    [InlineData("// TO" + "DO later")]
    [InlineData("throw new NotImplemented" + "Exception();")]
    [InlineData("[Suppress" + "Message(\"a\", \"b\")]")]
    public void Words_Excuse_IsFound(string source)
    {
        Assert.Equal(2, Assert.Single(Banned.Words(Tree.Of("\n" + source))).Line);
        Assert.Empty(Banned.Words(Tree.Of("#pragma warning restore\n#nullable enable\nvar todos = 1;")));
    }
}
