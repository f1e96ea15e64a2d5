# Says what it hears, at port 7 of 127.0.0.1: what stands behind the equipment of the NAT grid. Ends with its standard input.
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;

my $listener = IO::Socket::INET->new(Listen => 64, LocalAddr => "127.0.0.1", LocalPort => 7, ReuseAddr => 1) or die "port 7: $!\n";
my $all = IO::Select->new($listener, \*STDIN);
syswrite(STDOUT, "listens\n");
while (1) {
    for my $ready ($all->can_read) {
        exit 0 if $ready == \*STDIN;
        if ($ready == $listener) {
            $all->add(scalar $listener->accept);
        } elsif (sysread($ready, my $bytes, 65536)) {
            $ready->print($bytes);
            $ready->flush;
        } else {
            $all->remove($ready);
            close $ready;
        }
    }
}
