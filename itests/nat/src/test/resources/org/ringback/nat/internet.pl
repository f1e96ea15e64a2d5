# The internet between the sites of the NAT grid: perl internet.pl NUMBER...   one interface link<NUMBER> for each site.
# It passes IP packets of 11.0.NUMBER.0/24 and 2bbb:0:NUMBER::/48 on to their sites: later by the delays of both sites, not at
# all by the losses of both, and without a word where one takes no packet of that size. All that comes in is written to
# standard output as a pcap file, before anything is lost. It ends with its standard input, whose lines are commands:
#   site NUMBER MILLISECONDS LOSS MTU     one way, from 0 to 1, bytes
#   dead NUMBER [ADDRESS]                 nothing goes from this site to this address or back; without ADDRESS all is well again
# Each is answered by a line on standard error, once it is in force.
use strict;
use warnings;
use Fcntl qw(F_SETFL O_NONBLOCK);
use Socket qw(inet_pton AF_INET AF_INET6 SOCK_RAW);
use Time::HiRes qw(time);

use constant { AF_PACKET => 17, ETH_P_ALL => 3, SIOCGIFINDEX => 0x8933, SOL_PACKET => 263, PACKET_VNET_HDR => 15 };
use constant { HEADER => 10, IP => 24 };    # virtio_net_hdr (checksums that the kernel has still to make), then Ethernet
my $macs = pack("H12 H12", "020000000001", "020000000002");    # of every site's interface, of the internet as all see it

my (%sites, @queue);
for my $number (@ARGV) {
    socket(my $socket, AF_PACKET, SOCK_RAW, unpack("S", pack("n", ETH_P_ALL))) or die "packet socket: $!\n";
    ioctl($socket, SIOCGIFINDEX, my $request = pack("a16 x24", "link$number")) or die "link$number: $!\n";
    setsockopt($socket, SOL_PACKET, PACKET_VNET_HDR, pack("i", 1)) or die "PACKET_VNET_HDR: $!\n";
    bind($socket, pack("S n i x12", AF_PACKET, ETH_P_ALL, unpack("x16 i", $request))) or die "bind link$number: $!\n";
    fcntl($socket, F_SETFL, O_NONBLOCK) or die "link$number: $!\n";
    $sites{$number} = { socket => $socket, delay => 0, loss => 0, mtu => 1500, dead => "" };
}
syswrite(STDOUT, pack("L S S l L L L", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1));

sub command {
    my ($what, $number, @values) = @_;
    my $site = $sites{$number} or die "site: $number (expected: one of " . join(", ", sort keys %sites) . ")\n";
    if ($what eq "site") {
        @$site{qw(delay loss mtu)} = ($values[0] / 1000, @values[1, 2]);
    } elsif ($what eq "dead") {
        my $address = $values[0] // "";
        $site->{dead} = $address eq "" ? "" : inet_pton($address =~ /:/ ? AF_INET6 : AF_INET, $address);
    } else {
        die "command: $what (expected: site, dead)\n";
    }
    syswrite(STDERR, "done\n");
}

sub pass {
    my ($from, $frame, $now) = @_;
    my $type = unpack("x22 n", $frame);
    my ($source, $target) = $type == 0x0800 ? unpack("x36 a4 a4", $frame) : $type == 0x86dd ? unpack("x32 a16 a16", $frame) : return;
    my ($network, $number) = length($target) == 4 ? unpack("a2 C", $target) : unpack("a4 n", $target);
    return if $network ne ($type == 0x0800 ? "\x0b\0" : "\x2b\xbb\0\0") || index($source, $network) != 0;
    my $size = length($frame) - HEADER;
    syswrite(STDOUT, pack("L4", int($now), ($now - int($now)) * 1e6, $size, $size) . substr($frame, HEADER));
    my $to = $sites{$number} or return;
    return if $from->{dead} eq $target || $to->{dead} eq $source;
    return if rand() < $from->{loss} || rand() < $to->{loss};
    return if length($frame) - IP > $from->{mtu} || length($frame) - IP > $to->{mtu};
    substr($frame, HEADER, 12) = $macs;
    my $due = $now + $from->{delay} + $to->{delay};
    my $place = @queue;
    $place-- while $place > 0 && $queue[$place - 1][0] > $due;
    splice(@queue, $place, 0, [$due, $to->{socket}, $frame]);
}

my $all = "";
vec($all, fileno($_), 1) = 1 for *STDIN, map { $_->{socket} } values %sites;
syswrite(STDERR, "done\n");
my $lines = "";
while (1) {
    my $wait = @queue ? $queue[0][0] - time() : undef;
    select(my $ready = $all, undef, undef, defined $wait && $wait < 0 ? 0 : $wait);
    while (@queue && $queue[0][0] <= time()) {
        my (undef, $socket, $frame) = @{ shift @queue };
        syswrite($socket, $frame);
    }
    if (vec($ready, fileno(STDIN), 1)) {
        sysread(STDIN, $lines, 4096, length($lines)) or exit 0;
        command(split / /, $1) while $lines =~ s/^(.*)\n//;
    }
    for my $site (values %sites) {
        next unless vec($ready, fileno($site->{socket}), 1);
        while (sysread($site->{socket}, my $frame, 70000)) {
            pass($site, $frame, time());
        }
    }
}
