using System.Security.Cryptography;
using AutoValley.V1;
using Google.Protobuf;
using Grpc.Core;

namespace AutoValley.Cli.Tests.Store;

public sealed class StoreBackupTests : CommandTests, IDisposable
{
    private readonly DirectoryInfo parent = Directory.CreateTempSubdirectory("autovalley-test-");

    private string Folder => Path.Combine(parent.FullName, "backup");

    public void Dispose() => parent.Delete(recursive: true);

    [Fact]
    public async Task Backup_AllParts_WritesFilesAndTheListLast()
    {
        Send("journal/00000000000000000001.avj", "ab", "c");
        Send("catalog.db");
        SendEnd(2, 3);
        Assert.Equal($"field\tvalue\nfolder\t{Folder}\nfiles\t2\nbytes\t3\nleft_out\t0\n", await DoneAsync($"store backup {Folder}"));
        Assert.Equal("abc", await File.ReadAllTextAsync(Path.Combine(Folder, "journal", "00000000000000000001.avj")));
        Assert.Equal(
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  journal/00000000000000000001.avj\n"
            + "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  catalog.db\n",
            await File.ReadAllTextAsync(Path.Combine(Folder, "backup.complete")));
        Assert.False(File.Exists(Path.Combine(Folder, "backup.incomplete")));
    }

    [Fact]
    public async Task Backup_DamagedDay_IsKeptAndFails()
    {
        Send("catalog.db", "x");
        Server.Store.BackupParts.Add(new BackupResponse { Problem = new BackupProblem { Name = "telemetry-2026-11-22.db", Reason = "malformed" } });
        SendEnd(1, 1);
        Assert.Equal(1, await RunAsync($"store backup {Folder}"));
        Assert.Equal(
            "autovalley: telemetry-2026-11-22.db is not in the backup: malformed\n"
            + "autovalley: 1 damaged days are not in the backup; see: autovalley store verify\n", Error);
        Assert.True(File.Exists(Path.Combine(Folder, "backup.complete")));
    }

    [Theory]
    [InlineData("size")]
    [InlineData("digest")]
    [InlineData("count")]
    [InlineData("early")]
    [InlineData("failure")]
    public async Task Backup_ThatDoesNotFit_KeepsNothing(string what)
    {
        Send("journal/00000000000000000001.avj", "abc");
        var parts = Server.Store.BackupParts;
        if (what == "size")
            parts[0].File.Bytes++;
        if (what == "digest")
            parts[^1].FileEnd.Sha256 = ByteString.CopyFrom(new byte[32]);
        if (what == "failure")
            Server.Store.BackupFailure = new RpcException(new Status(StatusCode.FailedPrecondition, "disk full"));
        if (what is not ("early" or "failure"))
            SendEnd(what == "count" ? 2u : 1u, 3);
        Assert.Equal(1, await RunAsync($"store backup {Folder}"));
        Assert.StartsWith("autovalley: ", Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Folder));
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("/etc/evil")]
    [InlineData("journal/../../evil")]
    [InlineData("backup.complete")]
    [InlineData("")]
    public async Task Backup_NameThatLeadsOut_IsRefused(string name)
    {
        Send(name, "x");
        Assert.Equal(1, await RunAsync($"store backup {Folder}"));
        Assert.Contains($"the server sent the file '{name}'", Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Folder));
        Assert.Empty(parent.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task Backup_FolderWithSomethingInIt_IsWrongUseAndUntouched()
    {
        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(Path.Combine(Folder, "mine"), "");
        Assert.Equal(2, await RunAsync($"store backup {Folder}"));
        Assert.Contains("is not empty", Error, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFileSystemEntries(Folder));
    }

    private void Send(string name, params string[] pieces)
    {
        var content = System.Text.Encoding.ASCII.GetBytes(string.Concat(pieces));
        var parts = Server.Store.BackupParts;
        parts.Add(new BackupResponse { File = new BackupFile { Name = name, Bytes = (ulong)content.Length } });
        parts.AddRange(pieces.Select(piece => new BackupResponse { Data = ByteString.CopyFromUtf8(piece) }));
        parts.Add(new BackupResponse { FileEnd = new BackupFileEnd { Sha256 = ByteString.CopyFrom(SHA256.HashData(content)) } });
    }

    private void SendEnd(uint files, uint bytes) =>
        Server.Store.BackupParts.Add(new BackupResponse { End = new BackupEnd { Files = files, Bytes = bytes } });
}
